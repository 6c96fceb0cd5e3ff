namespace ServerlessSeg.Core.Ledger.Compaction;

/// <summary>What <see cref="LedgerCompaction"/> takes for small, and how much it does in one pass.</summary>
public sealed record CompactionOptions
{
    /// <summary>A file with fewer rows that count is small.</summary>
    public long SmallFileRows { get; init; } = 500_000;

    /// <summary>A source with fewer small files is left alone.</summary>
    public int FewestFiles { get; init; } = 8;

    /// <summary>Small files merged in one pass of a source, the smallest first; they are all open for reading at once.</summary>
    public int MostFiles { get; init; } = 256;

    /// <summary>Rows merged in one pass of a source, about: a pass keeps whoever plans a run waiting for seconds, not minutes.</summary>
    public long MostRows { get; init; } = 4_000_000;

    /// <summary>Rows from which a compacted file is ended and the next begun; as many are in memory at once.</summary>
    public long RowsPerFile { get; init; } = 1_000_000;
}
