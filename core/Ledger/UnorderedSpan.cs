namespace ServerlessSeg.Core.Ledger;

/// <summary>The times between which a batch has rows without an order id, which cannot be told from rows of other batches.</summary>
/// <param name="Source">The batch's source.</param>
/// <param name="BatchId">The batch.</param>
/// <param name="FirstMicros">Time of the first such row, in microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="LastMicros">Time of the last such row.</param>
public sealed record UnorderedSpan(string Source, string BatchId, long FirstMicros, long LastMicros);

/// <summary>Two batches of one source whose rows without order ids overlap in time: the same sales may be in both.</summary>
/// <param name="Source">The source of both.</param>
/// <param name="EarlierBatchId">The batch whose span starts first.</param>
/// <param name="LaterBatchId">The other one.</param>
/// <param name="FirstMicros">Start of what they share, in microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="LastMicros">End of what they share.</param>
public sealed record UnorderedOverlap(string Source, string EarlierBatchId, string LaterBatchId, long FirstMicros, long LastMicros)
{
    /// <summary>
    /// Finds overlaps among the spans of any number of merges: the parts of one run give the same findings as one merge of
    /// everything. Each batch is named at most once as the later one, with the earlier batch that reaches furthest into it.
    /// </summary>
    public static IReadOnlyList<UnorderedOverlap> Find(IEnumerable<UnorderedSpan> spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        var overlaps = new List<UnorderedOverlap>();
        UnorderedSpan? furthest = null;
        IEnumerable<UnorderedSpan> whole = spans
            .GroupBy(span => (span.Source, span.BatchId))
            .Select(batch => new UnorderedSpan(batch.Key.Source, batch.Key.BatchId, batch.Min(s => s.FirstMicros), batch.Max(s => s.LastMicros)))
            .OrderBy(span => span.Source, StringComparer.Ordinal)
            .ThenBy(span => span.FirstMicros)
            .ThenBy(span => span.LastMicros)
            .ThenBy(span => span.BatchId, StringComparer.Ordinal);
        foreach (UnorderedSpan span in whole)
        {
            if (furthest is null || furthest.Source != span.Source)
            {
                furthest = span;
                continue;
            }
            if (span.FirstMicros <= furthest.LastMicros)
                overlaps.Add(new UnorderedOverlap(span.Source, furthest.BatchId, span.BatchId, span.FirstMicros, Math.Min(span.LastMicros, furthest.LastMicros)));
            if (span.LastMicros > furthest.LastMicros)
                furthest = span;
        }
        return overlaps;
    }
}
