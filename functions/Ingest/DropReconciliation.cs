using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>A dropped file that is not in the ledger as it should be.</summary>
/// <param name="Drop">The file.</param>
/// <param name="DroppedAt">When it was dropped, by storage's clock.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="IsDue">Whether it is to be read now.</param>
/// <param name="Again">Whether it is to be read although a row says what became of it.</param>
public sealed record MissingDrop(DropName Drop, DateTimeOffset DroppedAt, string Reason, bool IsDue, bool Again);

/// <summary>
/// Holds the drop zone against the batches. A trigger can be lost in many ways; a file that lies in the drop zone and in no row after some minutes is taken in all the same.
/// So are files whose mapping changed without anybody being told, whose reading failed, or whose ledger files are gone.
/// </summary>
public sealed class DropReconciliation(
    StorageConnection storage, SourceMappings mappings, BatchTable batches, PatientIngest ingest, AppOptions options, TimeProvider clock, ILogger<DropReconciliation> log)
{
    // After these tries, each twice as long after the one before (42 hours in all), only POST /batches/{id}/retry reads the file again.
    private const int MostTries = 8;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(10);

    private readonly BlobContainerClient _drops = storage.Blobs.GetBlobContainerClient(StorageNames.Transactions);
    private readonly BlobContainerClient _ledger = storage.Blobs.GetBlobContainerClient(StorageNames.Ledger);

    /// <summary>Takes in what is missing and due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using IDisposable patience = StoragePatience.OfWork();
        foreach (MissingDrop missing in await FindAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!missing.IsDue)
                continue;
            log.BatchMissing(missing.Drop, (clock.GetUtcNow() - missing.DroppedAt).TotalMinutes, missing.Reason);
            await ingest.RunAsync(missing.Drop, missing.Again, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Every dropped file that is missing, by name.</summary>
    public async Task<IReadOnlyList<MissingDrop>> FindAsync(CancellationToken cancellationToken)
    {
        // Listed before the rows are read: what is committed in between is then among the rows. The ledger is listed last, since files are there before their rows.
        List<BlobItem> drops = [];
        await foreach (BlobItem blob in _drops.GetBlobsAsync(BlobTraits.None, BlobStates.None, null, cancellationToken).ConfigureAwait(false))
            drops.Add(blob);
        Dictionary<(string, string, bool), BatchRow> rows = (await batches.ListAsync(cancellationToken).ConfigureAwait(false))
            .ToDictionary(static row => (row.Source, row.File, row.IsRefused));
        HashSet<string> ledger = new(StringComparer.Ordinal);
        await foreach (BlobItem blob in _ledger.GetBlobsAsync(BlobTraits.None, BlobStates.None, null, cancellationToken).ConfigureAwait(false))
            ledger.Add(blob.Name);
        Dictionary<string, SourceMapping> known = new(StringComparer.Ordinal);
        List<MissingDrop> missing = [];
        foreach (BlobItem blob in drops)
        {
            DropName drop = DropName.Of(blob.Name);
            DateTimeOffset droppedAt = blob.Properties.LastModified ?? DateTimeOffset.UnixEpoch;
            if (!drop.IsExport || drop.IsMarker(blob.Properties.ContentLength ?? 1))
                continue;
            BatchRow? counted = rows.GetValueOrDefault((drop.Source, drop.File, false)), refused = rows.GetValueOrDefault((drop.Source, drop.File, true));
            if (drop.Problem is not null)
            {
                if (refused is null && !IsRecent(droppedAt))
                    missing.Add(new MissingDrop(drop, droppedAt, "it is in no batch", IsDue: true, Again: false));
                continue;
            }
            if (!known.TryGetValue(drop.Source, out SourceMapping? mapping))
                known[drop.Source] = mapping = await mappings.ReadAsync(drop.Source, cancellationToken).ConfigureAwait(false);
            if (Judge(drop, droppedAt, blob.Properties.ETag?.ToString() ?? "", mapping, counted, refused, ledger) is { } found)
                missing.Add(found);
        }
        return missing;
    }

    private MissingDrop? Judge(
        DropName drop, DateTimeOffset droppedAt, string version, SourceMapping mapping, BatchRow? counted, BatchRow? refused, HashSet<string> ledger)
    {
        if (counted?.IsOf(version, mapping.Fingerprint) == true)
        {
            return counted.LedgerFiles.FirstOrDefault(file => !ledger.Contains(file.Name)) is { } gone
                ? new MissingDrop(drop, droppedAt, $"its ledger file {gone.Name} is gone", IsDue: true, Again: true)
                : null;
        }
        if (refused?.IsOf(version, mapping.Fingerprint) == true)
        {
            return refused.Status == BatchStatus.Failed
                ? new MissingDrop(drop, droppedAt, $"reading it failed {refused.FailedTries} times", IsRetryDue(refused), Again: true)
                : null;
        }
        if (!IsOfVersion(counted, version) && !IsOfVersion(refused, version))
            return IsRecent(droppedAt) ? null : new MissingDrop(drop, droppedAt, "it is in no batch", IsDue: true, Again: false);
        // Whoever reads a source again after its mapping was dropped is given time to come to its end.
        return mapping.IsDropped && IsRecent(mapping.ChangedAt) ? null
            : new MissingDrop(drop, droppedAt, "it was read under another mapping than its source has now", IsDue: true, Again: false);
    }

    private static bool IsOfVersion(BatchRow? row, string version) => row is not null && BatchRow.Version(row.BlobETag) == BatchRow.Version(version);

    private bool IsRetryDue(BatchRow failed) =>
        failed.FailedTries <= MostTries && clock.GetUtcNow() - failed.RecordedAt >= FirstRetry * Math.Pow(2, failed.FailedTries - 1);

    private bool IsRecent(DateTimeOffset instant) => clock.GetUtcNow() - instant < TimeSpan.FromMinutes(options.MissingAfterMinutes);
}
