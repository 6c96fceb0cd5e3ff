namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Distinct keys in order, in memory that grows little by little: runs add to it again and again.</summary>
internal sealed class KeySet
{
    private ulong[] _keys = [];

    /// <summary>Distinct keys so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the keys of orders, which are sorted by them.</summary>
    public void Add(ReadOnlySpan<OrderRef> orders)
    {
        int more = CountNew(orders);
        if (more == 0)
            return;
        int count = Count + more;
        if (_keys.Length < count)
            Array.Resize(ref _keys, count + (count / 8));
        // From the end, so that what is there moves at most once.
        int known = Count - 1, r = orders.Length - 1;
        for (int place = count - 1; place > known; place--)
        {
            ulong key = orders[r].Key;
            if (known >= 0 && _keys[known] >= key)
            {
                r -= _keys[known] == key ? RunBefore(orders, r) : 0;
                _keys[place] = _keys[known--];
                continue;
            }
            _keys[place] = key;
            r -= RunBefore(orders, r);
        }
        Count = count;
    }

    private int CountNew(ReadOnlySpan<OrderRef> orders)
    {
        int more = 0, known = 0;
        for (int r = 0; r < orders.Length; r++)
        {
            ulong key = orders[r].Key;
            if (r > 0 && key == orders[r - 1].Key)
                continue;
            while (known < Count && _keys[known] < key)
                known++;
            more += known < Count && _keys[known] == key ? 0 : 1;
        }
        return more;
    }

    // Orders of one key that end at r.
    private static int RunBefore(ReadOnlySpan<OrderRef> orders, int r)
    {
        int length = 1;
        while (r >= length && orders[r - length].Key == orders[r].Key)
            length++;
        return length;
    }
}
