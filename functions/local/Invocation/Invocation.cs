using System.Collections.ObjectModel;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessSeg.LocalRuntime.Invocation;

/// <summary>Gives a parameter its value, other than the context and the cancellation token.</summary>
internal delegate ValueTask<object?> ParameterBinder(ParameterInfo parameter, FunctionContext context);

/// <summary>One run of a function, as its trigger asks for it.</summary>
internal sealed record Invocation
{
    /// <summary>Gives the trigger's parameters their values.</summary>
    public required ParameterBinder Bind { get; init; }

    /// <summary>What the trigger captured.</summary>
    public IReadOnlyDictionary<string, object?> BindingData { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Tries before this one.</summary>
    public int RetryCount { get; init; }

    /// <summary>Further tries allowed after the first.</summary>
    public int MaxRetryCount { get; init; }

    /// <summary>The scope to take the function's class from; null makes one for this run.</summary>
    public IServiceProvider? Services { get; init; }
}
