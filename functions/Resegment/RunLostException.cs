using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>A run is no longer held by who worked on it: another took it over, or its row was closed.</summary>
public sealed class RunLostException : Exception
{
    /// <summary>The run that was lost.</summary>
    public RunLostException(RunId run) : base($"Run {run} was taken over by another worker.") { }

    /// <summary>With a message; for serialisers only.</summary>
    public RunLostException(string message) : base(message) { }

    /// <summary>With a cause; for serialisers only.</summary>
    public RunLostException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Without a reason; for serialisers only.</summary>
    public RunLostException() { }
}
