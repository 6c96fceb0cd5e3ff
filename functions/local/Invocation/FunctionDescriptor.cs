using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessSeg.LocalRuntime.Invocation;

/// <summary>One discovered function.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Method">The method behind it.</param>
/// <param name="Trigger">The trigger attribute.</param>
/// <param name="TriggerParameter">The parameter that bears the trigger attribute.</param>
/// <param name="Retry">The declared retries; honoured for timers only, since blobs and queues have their own.</param>
internal sealed record FunctionDescriptor(string Name, MethodInfo Method, Attribute Trigger, ParameterInfo TriggerParameter, RetryPolicy Retry)
{
    /// <summary>What the function may read about itself.</summary>
    public FunctionDefinition Definition { get; } = new LocalFunctionDefinition(Name, Method);

    /// <summary>The storage connection that the trigger names; null for the default one and for triggers without storage.</summary>
    public string? Connection => Trigger switch
    {
        BlobTriggerAttribute blob => blob.Connection,
        QueueTriggerAttribute queue => queue.Connection,
        _ => null,
    };

    /// <summary>Whether a parameter of the method is that of the trigger.</summary>
    /// <remarks>Reflection may give one parameter as several objects, when it is asked for the first time by several threads at once.</remarks>
    public bool IsTrigger(ParameterInfo parameter) => parameter.Position == TriggerParameter.Position;

    /// <summary>What the method yields once awaited; void where nothing.</summary>
    public Type ResultType
    {
        get
        {
            Type type = Method.ReturnType;
            if (type == typeof(Task) || type == typeof(ValueTask))
                return typeof(void);
            bool isAwaited = type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));
            return isAwaited ? type.GetGenericArguments()[0] : type;
        }
    }
}
