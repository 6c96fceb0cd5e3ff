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

    /// <summary>Files in the ledger.</summary>
    public required IReadOnlyList<LedgerFile> LedgerFiles { get; init; }

    /// <summary>The batch report as JSON.</summary>
    public required string Report { get; init; }

    /// <summary>First date with an accepted row.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>Last date with an accepted row.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>Whether the content was refused as a whole.</summary>
    public bool IsRefused => Status is BatchStatus.Held or BatchStatus.Quarantined;

    /// <summary>Version of the row, for conditional writes.</summary>
    public ETag ETag { get; init; }
}
