namespace ServerlessSeg.Core.Ledger;

/// <summary>Limits of a <see cref="LedgerWriter"/>.</summary>
public sealed record LedgerWriterOptions
{
    /// <summary>Bytes of rows kept in memory before a sorted run is written out; at least 1 MB. 256 MB hold about 5 million rows.</summary>
    public long MemoryBudgetBytes { get; init; } = 256L << 20;

    /// <summary>Rows in a row group, about; the share of a file that a reader takes at once.</summary>
    public int RowGroupRows { get; init; } = 65_536;

    /// <summary>Threads that sort and encode.</summary>
    public int EncodingThreads { get; init; } = Environment.ProcessorCount;
}
