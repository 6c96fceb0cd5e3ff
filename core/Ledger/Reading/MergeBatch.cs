namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>One batch of a merge, whatever number of ledger files it has.</summary>
internal sealed class MergeBatch(string source, string batchId, long commitOrder, bool laterOrderReplaces)
{
    private long _firstMicros = long.MaxValue, _lastMicros = long.MinValue;

    public string Source { get; } = source;

    public string BatchId { get; } = batchId;

    public long CommitOrder { get; } = commitOrder;

    public bool LaterOrderReplaces { get; } = laterOrderReplaces;

    /// <summary>The batch's place among all by commit order, then batch id; of two that tell the same line, the higher is right.</summary>
    public int Rank { get; set; }

    public void SeeWithoutOrder(long occurredAtMicros)
    {
        _firstMicros = Math.Min(_firstMicros, occurredAtMicros);
        _lastMicros = Math.Max(_lastMicros, occurredAtMicros);
    }

    /// <summary>Times of the rows without an order id read so far; null where there were none.</summary>
    public UnorderedSpan? Unordered => _lastMicros < _firstMicros ? null : new UnorderedSpan(Source, BatchId, _firstMicros, _lastMicros);
}
