namespace ServerlessSeg.Core.Segmentation.Movement;

/// <summary>Compares one scheme between two snapshots by one pass over both.</summary>
public static class SnapshotComparison
{
    /// <summary>Counts every customer in the matrix and lists those whose segment changed.</summary>
    /// <param name="before">The earlier snapshot.</param>
    /// <param name="now">The present snapshot, of the same key range.</param>
    /// <param name="matrix">Counts are added to it; its segments are those of both snapshots.</param>
    /// <param name="changes">Changes are appended in the order of key and id; null for none.</param>
    /// <exception cref="ArgumentException">The columns differ in length or are not sorted, or the matrix has other segments.</exception>
    public static void Compare(in SnapshotSegments before, in SnapshotSegments now, MovementMatrix matrix, ICollection<SegmentChange>? changes = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Check(before, nameof(before));
        Check(now, nameof(now));
        if (!matrix.From.SequenceEqual(before.Codes) || !matrix.To.SequenceEqual(now.Codes))
            throw new ArgumentException("The matrix must have the segments of both snapshots.", nameof(matrix));
        for (int i = 0, j = 0; i < before.Keys.Length || j < now.Keys.Length;)
        {
            int order = i == before.Keys.Length ? 1 : j == now.Keys.Length ? -1 : before.Compare(i, now, j);
            int from = order <= 0 ? before.Segments[i] : -1, to = order >= 0 ? now.Segments[j] : -1;
            matrix.Add(from, to, order <= 0 ? before.NetMoney[i] : 0, order >= 0 ? now.NetMoney[j] : 0);
            string? left = from < 0 ? null : before.Codes[from], entered = to < 0 ? null : now.Codes[to];
            if (changes is not null && !string.Equals(left, entered, StringComparison.Ordinal))
                changes.Add(order <= 0
                    ? new SegmentChange(before.Keys[i], before.Ids[i], left, entered)
                    : new SegmentChange(now.Keys[j], now.Ids[j], left, entered));
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
    }

    private static void Check(in SnapshotSegments snapshot, string name)
    {
        int rows = snapshot.Keys.Length;
        if (snapshot.Ids.Length != rows || snapshot.Segments.Length != rows || snapshot.NetMoney.Length != rows)
            throw new ArgumentException("All columns of a snapshot have the same length.", name);
        for (int i = 1; i < rows; i++)
            if (snapshot.Compare(i - 1, snapshot, i) >= 0)
                throw new ArgumentException($"The snapshot is not sorted by key and id at row {i}.", name);
    }
}

/// <summary>A customer whose segment changed between two snapshots.</summary>
/// <param name="Key">Customer key.</param>
/// <param name="Id">Customer id.</param>
/// <param name="Left">Code of the segment it left; null for a customer that the earlier snapshot does not hold.</param>
/// <param name="Entered">Code of the segment it entered; null for a customer that the present snapshot does not hold.</param>
public readonly record struct SegmentChange(ulong Key, string Id, string? Left, string? Entered);
