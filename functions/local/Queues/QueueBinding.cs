using System.Reflection;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.LocalRuntime.Hosting;
using ServerlessSeg.LocalRuntime.Invocation;

namespace ServerlessSeg.LocalRuntime.Queues;

/// <summary>Gives a queue function its parameters.</summary>
internal static class QueueBinding
{
    /// <summary>Refuses parameters that a message cannot be given as.</summary>
    /// <exception cref="StartFailedException">There is a parameter beside message, context and cancellation token.</exception>
    public static void Check(FunctionDescriptor function)
    {
        foreach (ParameterInfo parameter in function.Method.GetParameters())
        {
            if (!function.IsTrigger(parameter) && parameter.ParameterType != typeof(FunctionContext) && parameter.ParameterType != typeof(CancellationToken))
                throw new StartFailedException($"Parameter '{parameter.Name}' of queue function '{function.Name}' is not its message, context or cancellation token.");
        }
    }

    /// <summary>The values that the function's context shows.</summary>
    public static Dictionary<string, object?> Data(QueueMessage message) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["QueueTrigger"] = message.Body.ToString(),
        ["Id"] = message.MessageId,
        ["PopReceipt"] = message.PopReceipt,
        ["DequeueCount"] = message.DequeueCount,
        ["InsertionTime"] = message.InsertedOn,
        ["ExpirationTime"] = message.ExpiresOn,
        ["NextVisibleTime"] = message.NextVisibleOn,
    };

    /// <summary>Binds the message as text, as bytes or as an object read from JSON.</summary>
    public static ParameterBinder For(FunctionDescriptor function, BinaryData body) => (parameter, _) =>
    {
        Type type = function.TriggerParameter.ParameterType;
        if (type == typeof(string))
            return ValueTask.FromResult<object?>(body.ToString());
        return ValueTask.FromResult(type == typeof(BinaryData) ? body : JsonSerializer.Deserialize(body.ToMemory().Span, type, JsonSerializerOptions.Web));
    };
}
