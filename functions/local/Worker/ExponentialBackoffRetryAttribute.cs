namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a failed timer function again after waits that double.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExponentialBackoffRetryAttribute : Attribute
{
    /// <summary>Sets the policy.</summary>
    /// <param name="maxRetryCount">Further tries after the first; -1 for no limit.</param>
    /// <param name="minimumInterval">The first wait as <c>hh:mm:ss</c>.</param>
    /// <param name="maximumInterval">The longest wait as <c>hh:mm:ss</c>.</param>
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    internal int MaxRetryCount { get; }

    internal string MinimumInterval { get; }

    internal string MaximumInterval { get; }
}
