using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>What became of the wish to remove a snapshot.</summary>
public enum RemovalOutcome
{
    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>Readers are sent to it.</summary>
    Live,

    /// <summary>Readers were sent to it a moment ago, and some may still read.</summary>
    LiveUntilNow,

    /// <summary>Somebody else changed its run meanwhile.</summary>
    Overtaken,
}

/// <summary>
/// Removes published snapshots that nobody reads. The row of the run says first that the snapshot is dropped; only then is the pointer looked at once more: whoever makes
/// the snapshot live in between looks at the row after moving the pointer, so one of the two sees the other and steps back.
/// </summary>
public sealed class SnapshotRemoval(ISnapshotStore snapshots, LivePointer livePointer, RunTable runs, TimeProvider clock)
{
    /// <summary>Removes the snapshot of a published run, if it is not live and was not within the longest answer.</summary>
    public async Task<RemovalOutcome> TryRemoveAsync(RunRow row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Snapshot is not { } snapshot)
            return RemovalOutcome.Overtaken;
        if (await ProtectionAsync(snapshot, cancellationToken).ConfigureAwait(false) is { } before)
            return before;
        if (!await runs.TryUpdateAsync(row with { Status = RunStatus.Dropped }, cancellationToken).ConfigureAwait(false))
            return RemovalOutcome.Overtaken;
        if (await ProtectionAsync(snapshot, cancellationToken).ConfigureAwait(false) is { } since)
        {
            await RestoreAsync(row.Id, cancellationToken).ConfigureAwait(false);
            return since;
        }
        await snapshots.DropAsync(snapshot, cancellationToken).ConfigureAwait(false);
        return RemovalOutcome.Removed;
    }

    private async Task<RemovalOutcome?> ProtectionAsync(SnapshotId snapshot, CancellationToken cancellationToken) =>
        await livePointer.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } live ? null
        : live.Snapshot == snapshot ? RemovalOutcome.Live
        : live.Protects(snapshot, clock.GetUtcNow()) ? RemovalOutcome.LiveUntilNow
        : null;

    private async Task RestoreAsync(RunId run, CancellationToken cancellationToken)
    {
        while (await runs.FindAsync(run, cancellationToken).ConfigureAwait(false) is { Status: RunStatus.Dropped } row)
        {
            if (await runs.TryUpdateAsync(row with { Status = RunStatus.Published }, cancellationToken).ConfigureAwait(false))
                return;
        }
    }
}
