namespace ServerlessSeg.Core.Resegmentation;

/// <summary>The run cannot be done with this ledger and these options, however often it is tried; the message says what to change.</summary>
public sealed class RunRefusedException : Exception
{
    /// <summary>A refusal with its reason.</summary>
    public RunRefusedException(string message) : base(message) { }

    /// <summary>A refusal with its cause.</summary>
    public RunRefusedException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>A refusal without a reason; for serialisers only.</summary>
    public RunRefusedException() { }
}
