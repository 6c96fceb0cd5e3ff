namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where an invocation stands in its retries.</summary>
public abstract class RetryContext
{
    /// <summary>How often the same work was tried before; 0 the first time.</summary>
    public abstract int RetryCount { get; }

    /// <summary>How often it is tried again at most; 0 without a retry attribute.</summary>
    public abstract int MaxRetryCount { get; }
}
