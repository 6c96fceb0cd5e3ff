namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>The rows of one run, by partition, and the texts they refer to.</summary>
internal sealed class SortedRun(IReadOnlyList<RowChunk>[] partitions, TextRanks[] texts)
{
    public TextRanks[] Texts { get; } = texts;

    public long Rows { get; } = RowsOf(partitions);

    /// <summary>Neighbouring partitions that make about one row group together. The cut depends on the rows alone.</summary>
    public IEnumerable<Part> Parts(int rowGroupRows)
    {
        int first = 0;
        long rows = 0;
        for (int partition = 0; partition < partitions.Length; partition++)
        {
            long more = RowsOf(partitions[partition]);
            if (rows > 0 && rows + more > rowGroupRows)
            {
                yield return PartOf(first, partition);
                first = partition;
                rows = 0;
            }
            rows += more;
        }
        if (rows > 0)
            yield return PartOf(first, partitions.Length);
    }

    private static long RowsOf(IReadOnlyList<RowChunk>[] partitions)
    {
        long rows = 0;
        foreach (IReadOnlyList<RowChunk> chunks in partitions)
            rows += RowsOf(chunks);
        return rows;
    }

    private static long RowsOf(IReadOnlyList<RowChunk> chunks)
    {
        long rows = 0;
        for (int i = 0; i < chunks.Count; i++)
            rows += chunks[i].Rows;
        return rows;
    }

    private Part PartOf(int first, int end) => new(first, [.. partitions[first..end].Select(chunks => chunks.ToArray())]);

    /// <summary>A share of the run that is encoded at once.</summary>
    /// <param name="First">The first of its partitions.</param>
    /// <param name="Partitions">The rows of each.</param>
    public sealed record Part(int First, RowChunk[][] Partitions)
    {
        public int Rows => (int)RowsOf(Partitions);
    }
}
