namespace ServerlessSeg.StorageFaults.Proxy;

/// <summary>The requests of one account through the proxy, and what is done to them.</summary>
public sealed class AccountTraffic
{
    private readonly Lock _gate = new();
    private readonly List<StorageRequest> _requests = [];
    private readonly Dictionary<string, int> _occurrences = new(StringComparer.Ordinal);
    private IFaultPlan? _plan;
    private int _writes;

    /// <summary>Every request, in the order of arrival.</summary>
    public IReadOnlyList<StorageRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    /// <summary>Counts from 0 again, and disturbs by another plan; null disturbs nothing.</summary>
    public void Begin(IFaultPlan? plan)
    {
        lock (_gate)
        {
            _requests.Clear();
            _occurrences.Clear();
            (_plan, _writes) = (plan, 0);
        }
    }

    internal (StorageRequest Request, FaultKind? Fault) Take(StorageRequest request)
    {
        lock (_gate)
        {
            int occurrence = _occurrences.GetValueOrDefault(request.Kind);
            _occurrences[request.Kind] = occurrence + 1;
            request = request with { Number = _requests.Count, WriteNumber = request.IsWrite ? _writes++ : null, Occurrence = occurrence };
            _requests.Add(request);
            return (request, _plan?.Judge(request));
        }
    }
}
