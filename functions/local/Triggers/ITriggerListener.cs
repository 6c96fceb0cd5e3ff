using ServerlessSeg.LocalRuntime.Invocation;

namespace ServerlessSeg.LocalRuntime.Triggers;

/// <summary>Watches for the work of one function that is not started by HTTP.</summary>
internal interface ITriggerListener : IDisposable
{
    /// <summary>The function.</summary>
    FunctionDescriptor Function { get; }

    /// <summary>What is watched, for the list of functions.</summary>
    string Description { get; }

    /// <summary>Watches until the host stops, and returns when the work it began has ended.</summary>
    Task RunAsync(CancellationToken stopping);

    /// <summary>Runs the function now.</summary>
    /// <param name="input">What the trigger would give: a message's text, a blob's path; nothing for timers.</param>
    /// <param name="stopping">Signalled when the host stops.</param>
    Task RunNowAsync(string? input, CancellationToken stopping);
}
