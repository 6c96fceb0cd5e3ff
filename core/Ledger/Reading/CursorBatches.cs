namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>Which batches of a merge the rows of a file belong to: all to one, or each to the one that its row names.</summary>
internal sealed class CursorBatches
{
    private readonly int _only;
    private readonly Dictionary<string, int>? _numbers;
    private string? _last;
    private int _lastNumber = -1;

    private CursorBatches(int only, Dictionary<string, int>? numbers)
    {
        _only = only;
        _numbers = numbers;
    }

    /// <summary>Whether the last text column of the window names each row's batch.</summary>
    public bool IsByColumn => _numbers is not null;

    /// <summary>Every row belongs to the batch of that number in the merge.</summary>
    public static CursorBatches Only(int batch) => new(batch, null);

    /// <summary>Each row names its batch; rows of a batch without a number do not count.</summary>
    public static CursorBatches ByColumn(Dictionary<string, int> numberOfBatch) => new(-1, numberOfBatch);

    /// <summary>Adds those of neighbouring rows that count.</summary>
    public void Add(MergedHistory history, LedgerWindow window, int start, int end)
    {
        if (_numbers is null)
        {
            history.Add(window, start, end, _only);
            return;
        }
        string?[] names = window.Texts[^1];
        while (start < end)
        {
            int batch = NumberOf(names[start]);
            int next = start + 1;
            while (next < end && NumberOf(names[next]) == batch)
                next++;
            if (batch >= 0)
                history.Add(window, start, next, batch);
            start = next;
        }
    }

    private int NumberOf(string? name)
    {
        // The texts are shared, so a name like the one before it is the same object.
        if (!ReferenceEquals(name, _last))
            (_last, _lastNumber) = (name, name is not null && _numbers!.TryGetValue(name, out int number) ? number : -1);
        return _lastNumber;
    }
}
