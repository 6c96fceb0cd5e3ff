namespace ServerlessSeg.LocalHost.Triggers;

/// <summary>The base of the class of jobs that <see cref="JobEmitter"/> writes: one method a function, each of which passes its trigger's data on.</summary>
/// <remarks>Public, like its members, because the emitted class lies in an assembly of its own.</remarks>
public abstract class TriggerJobs
{
    /// <summary>Passes a trigger's data on to the worker.</summary>
    /// <param name="function">The function.</param>
    /// <param name="names">Names of the values.</param>
    /// <param name="values">What the trigger gives, first its own value.</param>
    /// <param name="cancellationToken">Signalled when the host stops or the function's time is over.</param>
    protected Task RunAsync(string function, string[] names, object?[] values, CancellationToken cancellationToken) =>
        Invoker.InvokeAsync(function, names, values, cancellationToken);

    internal TriggerInvoker Invoker { private get; set; } = null!;
}
