using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// The end of a run, in three writes. The row names the attempt: from then on the attempt is the run's, and no other will be. The pointer moves to it, where it is
/// fit to be live. The row is closed. Stopped in between, whoever takes the run next goes on from there; nothing is executed again.
/// </summary>
public sealed class RunPublication(
    RunTable runs, ISnapshotStore snapshots, LivePointer livePointer, StorageClock storageClock, ResegmentationOptions options, TimeProvider clock, ILogger<RunPublication> log)
{
    /// <summary>The attempt that is the run's already, because the row or the pointer says so; null where the run has to be executed.</summary>
    public async Task<Snapshot?> FindFinishedAsync(RunRow row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        string? attempt = row.Attempt;
        // A row of the time before there were attempts names none, also where its snapshot was live before the row was closed.
        if (attempt is null && await livePointer.ReadAsync(cancellationToken).ConfigureAwait(false) is { } live && live.Snapshot.Run == row.Id)
            attempt = live.Snapshot.Attempt;
        if (attempt is null)
            return null;
        var id = new SnapshotId(row.Id, attempt);
        return await Snapshot.OpenAsync(id, snapshots, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException($"Snapshot {id} is the run's, but its manifest is missing.");
    }

    /// <summary>Makes a complete snapshot the run's, sends readers to it where it is fit to be live, and closes the run.</summary>
    /// <returns>The closed row.</returns>
    /// <exception cref="RunLostException">Another took the run over before the snapshot was the run's.</exception>
    public async Task<RunRow> PublishAsync(RunClaim claim, Snapshot snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(snapshot);
        await claim.UpdateAsync(row => row with { Attempt = snapshot.Id.Attempt, Customers = snapshot.Manifest.Customers, Step = RunStep.Publish }, cancellationToken).ConfigureAwait(false);
        string? notLive = await MakeLiveAsync(snapshot, cancellationToken).ConfigureAwait(false);
        try
        {
            await claim.ReleaseAsync(
                row => row with { Status = RunStatus.Published, FinishedAt = clock.GetUtcNow(), NotLive = notLive, Error = null }, cancellationToken).ConfigureAwait(false);
            return claim.Row;
        }
        catch (RunLostException)
        {
            // Taken over in the last moment, by somebody who finds the attempt in the row and closes the run, or did.
            return await runs.FindAsync(snapshot.Id.Run, cancellationToken).ConfigureAwait(false) is { } row && row.Attempt == snapshot.Id.Attempt ? row : throw new RunLostException(snapshot.Id.Run);
        }
    }

    private async Task<string?> MakeLiveAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        LivePosition? position = await livePointer.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (position?.Snapshot == snapshot.Id)
            return null;
        DateOnly today = AsOfRule.Today(await storageClock.NowAsync(cancellationToken).ConfigureAwait(false), options.TimeZone);
        SnapshotManifest? live = position is null ? null : await snapshots.ReadManifestAsync(position.Snapshot, cancellationToken).ConfigureAwait(false);
        if (LiveFitness.Complaint(snapshot.Manifest, live, today) is { } complaint)
        {
            log.RunUnfit(snapshot.Id.Run.ToString(), complaint);
            return $"{complaint} {HowToMakeLive(snapshot.Id.Run)}";
        }
        LivePosition now = await livePointer.AdvanceAsync(snapshot.Id, cancellationToken).ConfigureAwait(false);
        if (now.Snapshot == snapshot.Id)
            return null;
        log.RunBehind(snapshot.Id.Run.ToString(), now.Snapshot.Run.ToString());
        return $"The live snapshot {now.Snapshot.Run} {(now.Chosen ? "was chosen, and only a later as-of date takes its place" : "is later")}. {HowToMakeLive(snapshot.Id.Run)}";
    }

    private static string HowToMakeLive(RunId run) => $"PUT /api/snapshots/live with {{\"run\":\"{run}\"}} makes it live all the same.";
}
