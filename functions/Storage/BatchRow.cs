using Azure;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Functions.Storage;

/// <summary>One row of the table <c>Batches</c>: the commit point of a (source, file).</summary>
public sealed record BatchRow
{
    /// <summary>Folder of the drop zone.</summary>
    public required string Source { get; init; }

    /// <summary>Name within the folder.</summary>
    public required string File { get; init; }

    /// <summary>Names this content under this name.</summary>
    public required string BatchId { get; init; }

    /// <summary>
    /// The reading that was committed: what its ledger files, its rejects and its report are called by. Every reading has a name of its own, so that
    /// none can overwrite or remove what another has written. Empty where nothing was read.
    /// </summary>
    public string Reading { get; init; } = "";

    /// <summary>What became of it when it was read. Whether it counts is decided over all rows: <see cref="BatchCatalogue"/>.</summary>
    public required BatchStatus Status { get; init; }

    /// <summary>Hash of the content and of the mapping that read it.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Fingerprint of the source's <c>mapping.json</c> that read it; empty for none.</summary>
    public string Mapping { get; init; } = "";

    /// <summary>When the blob was written, by the storage service's clock.</summary>
    public required DateTimeOffset DroppedAt { get; init; }

    /// <summary>Version of the blob that was read.</summary>
    public required string BlobETag { get; init; }

    /// <summary>When the row was written, by the clock of whoever wrote it; 1970 for rows that do not say.</summary>
    public DateTimeOffset RecordedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>How often reading this version under this mapping failed; 0 but for <see cref="BatchStatus.Failed"/>.</summary>
    public int FailedTries { get; init; }

    /// <summary>Files in the ledger.</summary>
    public required IReadOnlyList<LedgerFile> LedgerFiles { get; init; }

    /// <summary>The batch report as JSON, without what would not fit a row.</summary>
    public required string Report { get; init; }

    /// <summary>Whether the report was shortened for the row; the whole is a blob then.</summary>
    public bool IsReportShortened { get; init; }

    /// <summary>First date with an accepted row.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>Last date with an accepted row.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>Whether the content does not count as a whole: refused, or not read so far.</summary>
    public bool IsRefused => Status is BatchStatus.Held or BatchStatus.Quarantined or BatchStatus.Failed;

    /// <summary>Name of its refused rows in their container; null where there are none.</summary>
    public string? RejectsName => Reading.Length == 0 ? null : RejectsOf(Reading);

    /// <summary>Name of the whole report beside the refused rows.</summary>
    public string ReportName => ReportOf(Reading.Length == 0 ? BatchId : Reading);

    /// <summary>Version of the row, for conditional writes.</summary>
    public ETag ETag { get; init; }

    /// <summary>Name of a reading's refused rows.</summary>
    public static string RejectsOf(string reading) => reading + ".csv";

    /// <summary>Name of a reading's report.</summary>
    public static string ReportOf(string reading) => reading + ".json";

    /// <summary>Whether the row is about a version of the blob as it was read under a mapping.</summary>
    /// <param name="version">ETag of the blob.</param>
    /// <param name="mapping">Fingerprint of the mapping.</param>
    public bool IsOf(string version, string mapping) => Version(BlobETag) == Version(version) && Mapping == mapping;

    /// <summary>A version without the quotes that headers have and listings have not.</summary>
    public static string Version(string etag)
    {
        ArgumentNullException.ThrowIfNull(etag);
        return etag.Trim('"');
    }
}
