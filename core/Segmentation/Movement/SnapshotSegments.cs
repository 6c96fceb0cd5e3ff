namespace ServerlessSeg.Core.Segmentation.Movement;

/// <summary>One scheme of one snapshot, or of a key range of it, in columns sorted by key and then by id (ordinal).</summary>
/// <param name="codes">Codes of the segments, by the position that <see cref="Segments"/> holds.</param>
/// <param name="keys">Customer keys.</param>
/// <param name="ids">Customer ids.</param>
/// <param name="segments">Positions of segments.</param>
/// <param name="netMoney">Net money in ten-thousandths.</param>
public readonly ref struct SnapshotSegments(
    IReadOnlyList<string> codes, ReadOnlySpan<ulong> keys, ReadOnlySpan<string> ids, ReadOnlySpan<byte> segments, ReadOnlySpan<long> netMoney)
{
    /// <summary>Codes of the segments.</summary>
    public IReadOnlyList<string> Codes { get; } = codes;

    /// <summary>Customer keys.</summary>
    public ReadOnlySpan<ulong> Keys { get; } = keys;

    /// <summary>Customer ids.</summary>
    public ReadOnlySpan<string> Ids { get; } = ids;

    /// <summary>Positions of segments in <see cref="Codes"/>.</summary>
    public ReadOnlySpan<byte> Segments { get; } = segments;

    /// <summary>Net money in ten-thousandths.</summary>
    public ReadOnlySpan<long> NetMoney { get; } = netMoney;

    /// <summary>Order of a row against a row of another snapshot.</summary>
    internal int Compare(int row, in SnapshotSegments other, int otherRow)
    {
        int order = Keys[row].CompareTo(other.Keys[otherRow]);
        return order != 0 ? order : string.CompareOrdinal(Ids[row], other.Ids[otherRow]);
    }
}
