using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>Makes a snapshot live by an explicit word, forward or back.</summary>
public sealed class SnapshotChoice(RunTable runs, ISnapshotStore snapshots, LivePointer livePointer, ILogger<SnapshotChoice> log)
{
    /// <summary>Sends readers to the snapshot of a published run; null where it is no longer kept.</summary>
    public async Task<LivePosition?> ChooseAsync(SnapshotId snapshot, CancellationToken cancellationToken)
    {
        if (await snapshots.ReadManifestAsync(snapshot, cancellationToken).ConfigureAwait(false) is null)
            return null;
        LivePosition? before = await livePointer.ReadAsync(cancellationToken).ConfigureAwait(false);
        LivePosition chosen = await livePointer.ChooseAsync(snapshot, cancellationToken).ConfigureAwait(false);
        // Looked at after the move: see SnapshotRemoval, which writes the row before it looks at the pointer.
        if ((await runs.FindAsync(snapshot.Run, cancellationToken).ConfigureAwait(false))?.Snapshot != snapshot)
        {
            if (before is not null)
                await livePointer.RestoreAsync(before, snapshot, cancellationToken).ConfigureAwait(false);
            return null;
        }
        log.SnapshotChosen(snapshot.Run.ToString(), before?.Snapshot.Run.ToString() ?? "none");
        return chosen;
    }
}
