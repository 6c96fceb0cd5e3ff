using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// Removes what executions left behind that were killed or overtaken, and what is left of snapshots whose removal was cut short. An attempt stays while its run's row
/// names it, as the one that is written or as the run's, and while the pointer names it or did within the longest answer.
/// </summary>
public sealed class AttemptCleanup(
    SnapshotPages pages, SnapshotBlobs blobs, ISnapshotStore snapshots, RunTable runs, LivePointer livePointer, TimeProvider clock, ILogger<AttemptCleanup> log)
{
    /// <summary>Removes what nobody names.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Listed before the rows are read: an attempt is named in its run's row before the first of it is written.
        HashSet<SnapshotId> all = [.. await pages.ListAsync(cancellationToken).ConfigureAwait(false), .. await blobs.ListAsync(cancellationToken).ConfigureAwait(false)];
        HashSet<SnapshotId> named = [];
        foreach (RunRow row in await runs.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (row.Claim is { } claim)
                named.Add(new SnapshotId(row.Id, claim));
            if (row.Attempt is { } attempt && row.Status != RunStatus.Dropped)
                named.Add(new SnapshotId(row.Id, attempt));
        }
        // Read last: what became live since the rows were read is named here.
        LivePosition? live = await livePointer.ReadAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = clock.GetUtcNow();
        foreach (SnapshotId left in all.Where(snapshot => !named.Contains(snapshot) && live?.Protects(snapshot, now) != true).OrderBy(static snapshot => snapshot.ToString(), StringComparer.Ordinal))
        {
            await snapshots.DropAsync(left, cancellationToken).ConfigureAwait(false);
            log.SnapshotLeftoverRemoved(left.ToString());
        }
    }
}
