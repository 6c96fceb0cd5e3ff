namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// Counts distinct customers over several runs. Where there is but one run it is told the count; where there are more it keeps
/// the distinct keys, partition by partition, so that two customers of one key count once: a chance of 3 in a million among ten million.
/// </summary>
/// <param name="pool">Where the keys lie.</param>
internal sealed class CustomerCensus(RowChunkPool pool)
{
    private readonly KeySet[] _keys = [.. Enumerable.Range(0, LedgerWriter.Partitions).Select(_ => new KeySet(pool))];
    private long _customers;
    private bool _keepsKeys;

    /// <summary>Distinct customers so far.</summary>
    public long Customers => _keepsKeys ? DistinctKeys() : _customers;

    /// <summary>To be called before a run that is not the only one.</summary>
    public void KeepKeys() => _keepsKeys = true;

    /// <summary>Adds the customers of a part.</summary>
    public void Add(int customers) => Interlocked.Add(ref _customers, customers);

    /// <summary>Adds the keys of the sorted orders of a partition, once or again. Several threads may do so at the same time, each with another partition.</summary>
    public void AddKeys(int partition, ReadOnlySpan<OrderRef> orders)
    {
        if (_keepsKeys)
            _keys[partition].Add(orders);
    }

    private long DistinctKeys()
    {
        long distinct = 0;
        foreach (KeySet keys in _keys)
            distinct += keys.Count;
        return distinct;
    }
}
