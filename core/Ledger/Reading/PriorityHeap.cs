namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>The cursors of a merge, the one with the next customer first; those at their end fall out.</summary>
internal sealed class PriorityHeap : IDisposable
{
    private readonly List<LedgerCursor> _cursors = [];

    public LedgerCursor? First => _cursors.Count > 0 ? _cursors[0] : null;

    public void Add(LedgerCursor cursor)
    {
        _cursors.Add(cursor);
        int i = _cursors.Count - 1;
        while (i > 0 && IsBefore(_cursors[i], _cursors[(i - 1) / 2]))
        {
            (_cursors[i], _cursors[(i - 1) / 2]) = (_cursors[(i - 1) / 2], _cursors[i]);
            i = (i - 1) / 2;
        }
    }

    /// <summary>To be called after the first cursor has moved.</summary>
    public void FirstMoved()
    {
        LedgerCursor moved = _cursors[0];
        if (moved.IsAtEnd)
        {
            moved.Dispose();
            _cursors[0] = _cursors[^1];
            _cursors.RemoveAt(_cursors.Count - 1);
        }
        int i = 0;
        while (true)
        {
            int least = i, left = (2 * i) + 1, right = left + 1;
            if (left < _cursors.Count && IsBefore(_cursors[left], _cursors[least]))
                least = left;
            if (right < _cursors.Count && IsBefore(_cursors[right], _cursors[least]))
                least = right;
            if (least == i)
                return;
            (_cursors[i], _cursors[least]) = (_cursors[least], _cursors[i]);
            i = least;
        }
    }

    public void Dispose()
    {
        foreach (LedgerCursor cursor in _cursors)
            cursor.Dispose();
        _cursors.Clear();
    }

    // A pending cursor has an empty id and so comes before a loaded one of the same key: it may hold that customer too.
    private static bool IsBefore(LedgerCursor x, LedgerCursor y) =>
        x.Key != y.Key ? x.Key < y.Key : x.CustomerId.SequenceCompareTo(y.CustomerId) < 0;
}
