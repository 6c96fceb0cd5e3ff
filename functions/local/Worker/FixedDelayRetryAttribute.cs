namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a failed timer function again after a fixed wait.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FixedDelayRetryAttribute : Attribute
{
    /// <summary>Sets the policy.</summary>
    /// <param name="maxRetryCount">Further tries after the first; -1 for no limit.</param>
    /// <param name="delayInterval">The wait between tries as <c>hh:mm:ss</c>.</param>
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    internal int MaxRetryCount { get; }

    internal string DelayInterval { get; }
}
