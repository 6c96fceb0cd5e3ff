namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// Counts distinct customers over several runs. Where there is but one run it is told the count; where there are more it keeps
/// the distinct keys, partition by partition, so that two customers of one key count once: a chance of 3 in a million among ten million.
/// </summary>
internal sealed class CustomerCensus
{
    private readonly ulong[]?[] _keys = new ulong[LedgerWriter.Partitions][];
    private long _customers;
    private bool _keepsKeys;

    /// <summary>Distinct customers so far.</summary>
    public long Customers => _keepsKeys ? _keys.Sum(keys => (long)(keys?.Length ?? 0)) : _customers;

    /// <summary>To be called before a run that is not the only one.</summary>
    public void KeepKeys() => _keepsKeys = true;

    /// <summary>Adds the customers of a part.</summary>
    public void Add(int customers) => Interlocked.Add(ref _customers, customers);

    /// <summary>Adds the keys of the sorted rows of a partition, once or again. Several threads may do so at the same time, each with another partition.</summary>
    public void AddKeys(int partition, ReadOnlySpan<RowRef> rows)
    {
        if (_keepsKeys)
            _keys[partition] = Union(_keys[partition] ?? [], rows);
    }

    private static ulong[] Union(ulong[] known, ReadOnlySpan<RowRef> rows)
    {
        ulong[] union = new ulong[known.Length + rows.Length];
        int count = 0, k = 0;
        for (int r = 0; r < rows.Length; r++)
        {
            ulong key = rows[r].Key;
            if (r > 0 && key == rows[r - 1].Key)
                continue;
            while (k < known.Length && known[k] < key)
                union[count++] = known[k++];
            if (k < known.Length && known[k] == key)
                k++;
            union[count++] = key;
        }
        known.AsSpan(k).CopyTo(union.AsSpan(count));
        return union.AsSpan(0, count + known.Length - k).ToArray();
    }
}
