namespace ServerlessSeg.StorageFaults.Proxy;

/// <summary>Disturbs the first request that answers to a condition, and lets all others pass.</summary>
/// <param name="condition">Which request is meant.</param>
/// <param name="kind">What happens to it.</param>
public sealed class FaultAtFirst(Func<StorageRequest, bool> condition, FaultKind kind) : IFaultPlan
{
    /// <summary>The request that was disturbed; null while that has not happened.</summary>
    public StorageRequest? Hit { get; private set; }

    /// <inheritdoc />
    public FaultKind? Judge(StorageRequest request)
    {
        if (Hit is not null || !condition(request))
            return null;
        Hit = request;
        return kind;
    }
}

/// <summary>From one write on, the service refuses a number of requests in a row with 503: an outage that is measured in tries, not in time.</summary>
/// <param name="number">The position among the writes of the first that is refused, from 0.</param>
/// <param name="refusals">How many requests are refused, reads included.</param>
public sealed class OutageInTries(int number, int refusals) : IFaultPlan
{
    private bool _begun;

    /// <summary>How many were refused so far.</summary>
    public int Refused { get; private set; }

    /// <inheritdoc />
    public FaultKind? Judge(StorageRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _begun |= request.WriteNumber >= number;
        if (!_begun || Refused == refusals)
            return null;
        Refused++;
        return FaultKind.Unavailable;
    }
}

/// <summary>From one write on, the service refuses everything with 503 for some time of a clock.</summary>
/// <param name="number">The position among the writes of the first that is refused, from 0.</param>
/// <param name="duration">How long.</param>
/// <param name="clock">The clock.</param>
public sealed class OutageInTime(int number, TimeSpan duration, TimeProvider clock) : IFaultPlan
{
    private long? _begun;

    /// <summary>How many were refused so far.</summary>
    public int Refused { get; private set; }

    /// <inheritdoc />
    public FaultKind? Judge(StorageRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_begun is null && request.WriteNumber >= number)
            _begun = clock.GetTimestamp();
        if (_begun is not { } begun || clock.GetElapsedTime(begun) >= duration)
            return null;
        Refused++;
        return FaultKind.Unavailable;
    }
}

/// <summary>Disturbs a share of all requests, the same ones for the same seed and order.</summary>
/// <param name="share">Between 0 and 1.</param>
/// <param name="seed">Chooses which.</param>
/// <param name="kinds">One of these at a time, by the seed too.</param>
public sealed class ShareOfRequests(double share, int seed, params FaultKind[] kinds) : IFaultPlan
{
    private readonly Random _random = new(seed);

    /// <summary>How many were disturbed so far.</summary>
    public int Disturbed { get; private set; }

    /// <inheritdoc />
    public FaultKind? Judge(StorageRequest request)
    {
        if (_random.NextDouble() >= share)
            return null;
        Disturbed++;
        return kinds[_random.Next(kinds.Length)];
    }
}
