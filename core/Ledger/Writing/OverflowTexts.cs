namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Texts of a row group that found their column's dictionary full; they are numbered within the row group instead.</summary>
internal sealed class OverflowTexts
{
    private readonly List<(int Row, byte[] Text)> _texts = [];

    public void Add(int row, ReadOnlySpan<byte> text) => _texts.Add((row, text.ToArray()));

    /// <summary>Rewrites <paramref name="ranks"/> to point into the returned texts, which hold all that the row group has, in byte order.</summary>
    public byte[][] MergeInto(Span<int> ranks, byte[][] known)
    {
        var all = new SortedSet<byte[]>(ByBytes);
        foreach ((_, byte[] text) in _texts)
            all.Add(text);
        foreach (int rank in ranks)
        {
            if (rank >= 0)
                all.Add(known[rank]);
        }
        byte[][] merged = [.. all];
        foreach (ref int rank in ranks)
        {
            if (rank >= 0)
                rank = Array.BinarySearch(merged, known[rank], ByBytes);
        }
        foreach ((int row, byte[] text) in _texts)
            ranks[row] = Array.BinarySearch(merged, text, ByBytes);
        return merged;
    }

    private static readonly Comparer<byte[]> ByBytes = Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));
}
