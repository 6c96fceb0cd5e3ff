using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Ingest;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// Removes ledger and rejects files that no batch names: those of replaced batches, and those of readings that were cut short. A day's
/// grace leaves alone what is being written now, and what a run that was planned before may still read.
/// </summary>
public sealed class LedgerCleanup(StorageConnection storage, BatchTable batches, RunTable runs, TimeProvider clock, ILogger<LedgerCleanup> log)
{
    /// <summary>Age from which a file that nobody names is removed.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromDays(1);

    /// <summary>Removes what is no longer named; repeated, it removes nothing more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Listed before the rows are read: a file that is committed in between is then among the rows.
        List<(string Container, string Name)> old =
        [
            .. await OldAsync(StorageNames.Ledger, cancellationToken).ConfigureAwait(false),
            .. await OldAsync(StorageNames.Rejects, cancellationToken).ConfigureAwait(false),
        ];
        if (old.Count == 0)
            return;
        HashSet<(string, string)> named = await NamedAsync(cancellationToken).ConfigureAwait(false);
        int removed = 0;
        foreach ((string Container, string Name) file in old.Where(file => !named.Contains(file)))
        {
            await storage.Blobs.GetBlobContainerClient(file.Container).DeleteBlobIfExistsAsync(file.Name, cancellationToken: cancellationToken).ConfigureAwait(false);
            removed++;
        }
        if (removed > 0)
            log.LedgerCleaned(removed);
    }

    private async Task<List<(string Container, string Name)>> OldAsync(string container, CancellationToken cancellationToken)
    {
        DateTimeOffset before = clock.GetUtcNow() - Grace;
        List<(string, string)> old = [];
        await foreach (BlobItem blob in storage.Blobs.GetBlobContainerClient(container)
            .GetBlobsAsync(BlobTraits.None, BlobStates.None, null, cancellationToken).ConfigureAwait(false))
        {
            if (blob.Properties.LastModified < before)
                old.Add((container, blob.Name));
        }
        return old;
    }

    private async Task<HashSet<(string, string)>> NamedAsync(CancellationToken cancellationToken)
    {
        HashSet<(string, string)> named = [];
        foreach (BatchRow row in await batches.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            named.Add((StorageNames.Rejects, DropIngest.RejectsName(row.BatchId)));
            named.UnionWith(row.LedgerFiles.Select(static file => (StorageNames.Ledger, file.Name)));
        }
        foreach (RunRow run in await runs.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (run.Status is not (RunStatus.Queued or RunStatus.Running))
                continue;
            RunPlan plan = await runs.PlanAsync(run, cancellationToken).ConfigureAwait(false);
            named.UnionWith(plan.Files.Select(static file => (StorageNames.Ledger, file.Name)));
        }
        return named;
    }
}
