namespace ServerlessSeg.Core.Segmentation.Profiles;

/// <summary>For one dimension, how many customers with how much money each value has in each segment.</summary>
internal sealed class ValueCounts(int segments)
{
    private readonly Dictionary<string, Cell[]> values = new(StringComparer.Ordinal);
    private Cell[]? missing;

    /// <summary>Whether the dimension had more than <see cref="SegmentProfiles.MaxValues"/> values and was given up.</summary>
    public bool TooMany { get; private set; }

    /// <summary>The values met, ordinal; null for customers without one comes last.</summary>
    public IEnumerable<(string? Value, Cell[] Cells)> Values =>
        values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => ((string?)v.Key, v.Value)).Concat(missing is null ? [] : [(null, missing)]);

    /// <summary>The counts of a value; null once the dimension was given up.</summary>
    public Cell[]? Of(string? value)
    {
        if (TooMany)
            return null;
        if (value is null)
            return missing ??= new Cell[segments];
        if (!values.TryGetValue(value, out Cell[]? cells))
        {
            if (values.Count == SegmentProfiles.MaxValues)
            {
                GiveUp();
                return null;
            }
            values.Add(value, cells = new Cell[segments]);
        }
        return cells;
    }

    public void Merge(ValueCounts other)
    {
        if (other.TooMany)
            GiveUp();
        foreach ((string? value, Cell[] theirs) in other.Values)
        {
            if (Of(value) is not { } ours)
                return;
            for (int i = 0; i < ours.Length; i++)
            {
                ours[i].Customers += theirs[i].Customers;
                ours[i].NetMoney += theirs[i].NetMoney;
            }
        }
    }

    private void GiveUp()
    {
        TooMany = true;
        values.Clear();
        missing = null;
    }

    internal struct Cell
    {
        public long Customers;
        public Int128 NetMoney;
    }
}
