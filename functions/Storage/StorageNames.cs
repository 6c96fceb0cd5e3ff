using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Storage;

/// <summary>Names of containers, queues and tables. Bicep and the triggers use the same.</summary>
public static class StorageNames
{
    private const char AttemptMark = 'x';

    /// <summary>Drop zone: <c>{source}/{file}</c>.</summary>
    public const string Transactions = "transactions";

    /// <summary>How the exports of a source are to be read: <c>{source}/mapping.json</c> in the drop zone.</summary>
    public const string MappingFile = "mapping.json";

    /// <summary>Exchange rates: <c>rates.csv</c> or <c>{source}/rates.csv</c> in the drop zone, and <c>rates.csv</c> in the configuration.</summary>
    public const string RatesFile = "rates.csv";

    /// <summary>Sorted Parquet files of accepted rows.</summary>
    public const string Ledger = "ledger";

    /// <summary>Refused rows of each batch, and reports that are too long for a row.</summary>
    public const string Rejects = "rejects";

    /// <summary>Published snapshots.</summary>
    public const string Snapshots = "snapshots";

    /// <summary>Frozen plans of runs.</summary>
    public const string Plans = "runs";

    /// <summary>Configuration that is changed without deploying.</summary>
    public const string Configuration = "config";

    /// <summary>Queue of runs to execute.</summary>
    public const string RunQueue = "runs";

    /// <summary>Queue of dropped files to be read once more.</summary>
    public const string RetryQueue = "retries";

    /// <summary>Queue in which the platform puts what the blob trigger failed at too often.</summary>
    public const string BlobPoisonQueue = "webjobs-blobtrigger-poison";

    /// <summary>Table: one row a (source, file).</summary>
    public const string BatchTable = "Batches";

    /// <summary>Table: where to find a batch by its id or by its content.</summary>
    public const string BatchIndexTable = "BatchIndex";

    /// <summary>Table: one row a run.</summary>
    public const string RunTable = "Runs";

    /// <summary>Table: one row a segment of a snapshot.</summary>
    public const string SegmentTable = "Segments";

    /// <summary>Table: one row a model of a snapshot.</summary>
    public const string ModelTable = "Models";

    /// <summary>Table with the single row that names the live snapshot.</summary>
    public const string PointerTable = "Pointer";

    /// <summary>Every container.</summary>
    public static IReadOnlyList<string> Containers { get; } = [Transactions, Ledger, Rejects, Snapshots, Plans, Configuration];

    /// <summary>Every table that is there from the start.</summary>
    public static IReadOnlyList<string> Tables { get; } = [BatchTable, BatchIndexTable, RunTable, SegmentTable, ModelTable, PointerTable];

    /// <summary>Every queue that is there from the start.</summary>
    public static IReadOnlyList<string> Queues { get; } = [RunQueue, RetryQueue];

    /// <summary>The mapping of a source in the configuration, which holds where the drop zone has none.</summary>
    public static string ConfiguredMapping(string source) => $"mappings/{source}.json";

    /// <summary>What the names of tables with customer pages begin with.</summary>
    public const string CustomerTablePrefix = "Customers";

    /// <summary>Table of a snapshot's customer pages: <c>Customers20111210x0123456789abcdef</c>, without an attempt <c>Customers20111210</c>.</summary>
    public static string CustomerTable(SnapshotId snapshot) =>
        CustomerTablePrefix + snapshot.Run.Compact + (snapshot.Attempt.Length == 0 ? "" : AttemptMark + snapshot.Attempt);

    /// <summary>The snapshot whose pages a table holds; false for a table of another name.</summary>
    public static bool TryParseCustomerTable(string table, out SnapshotId snapshot)
    {
        ArgumentNullException.ThrowIfNull(table);
        snapshot = default;
        if (!table.StartsWith(CustomerTablePrefix, StringComparison.Ordinal))
            return false;
        string rest = table[CustomerTablePrefix.Length..];
        int mark = rest.IndexOf(AttemptMark, StringComparison.Ordinal);
        string attempt = mark < 0 ? "" : rest[(mark + 1)..];
        if (!RunId.TryParseCompact(mark < 0 ? rest : rest[..mark], out RunId run) || (mark >= 0 && !SnapshotId.IsAttempt(attempt)))
            return false;
        snapshot = new SnapshotId(run, attempt);
        return true;
    }
}
