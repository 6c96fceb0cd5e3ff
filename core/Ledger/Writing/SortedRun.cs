using System.Numerics;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>The rows of one run, by partition, and the texts they refer to.</summary>
internal sealed class SortedRun(IReadOnlyList<RowChunk>[] partitions, TextRanks[] texts)
{
    public TextRanks[] Texts { get; } = texts;

    public long Rows { get; } = partitions.Sum(chunks => chunks.Sum(chunk => (long)chunk.Rows));

    /// <summary>Neighbouring partitions that make about one row group together. The cut depends on the rows alone.</summary>
    public IEnumerable<Part> Parts(int rowGroupRows)
    {
        int first = 0;
        long rows = 0;
        for (int partition = 0; partition < partitions.Length; partition++)
        {
            long more = partitions[partition].Sum(chunk => (long)chunk.Rows);
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

    private Part PartOf(int first, int end)
    {
        int partitionSpan = 64 - LedgerWriter.PartitionBits;
        int spanBits = partitionSpan + (end - first == 1 ? 0 : 1 + BitOperations.Log2((uint)(end - first - 1)));
        return new Part((ulong)first << partitionSpan, spanBits, [.. partitions[first..end].SelectMany(chunks => chunks)]);
    }

    /// <summary>A share of the run that is sorted and encoded at once.</summary>
    /// <param name="FirstKey">No key is smaller.</param>
    /// <param name="SpanBits">Every key is below <paramref name="FirstKey"/> + 2^this.</param>
    /// <param name="Chunks">The rows.</param>
    public sealed record Part(ulong FirstKey, int SpanBits, RowChunk[] Chunks);
}
