using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// A run that is held. The row names the attempt of whoever holds it, and every write to the row is made on the condition that it still does: so of
/// two workers exactly one goes on, whatever their clocks say. Not for several threads at once.
/// </summary>
public sealed class RunClaim
{
    private readonly RunTable _runs;
    private readonly TimeProvider _clock;

    private RunClaim(RunTable runs, RunRow row, SnapshotId snapshot, TimeProvider clock)
    {
        (_runs, Row, Snapshot, _clock) = (runs, row, snapshot, clock);
    }

    /// <summary>The attempt to write under.</summary>
    public SnapshotId Snapshot { get; }

    /// <summary>The row as it was last written.</summary>
    public RunRow Row { get; private set; }

    /// <summary>Takes a run that nobody holds; null when somebody else was faster.</summary>
    public static async Task<RunClaim?> TryTakeAsync(RunTable runs, RunRow row, string worker, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(clock);
        DateTimeOffset now = clock.GetUtcNow();
        SnapshotId snapshot = SnapshotId.NewAttempt(row.Id);
        RunRow taken = row with
        {
            Status = RunStatus.Running,
            Claim = snapshot.Attempt,
            Worker = worker,
            Heartbeat = now,
            StartedAt = now,
            FinishedAt = null,
            Error = null,
            Tries = row.Tries + 1,
        };
        return await runs.TryUpdateAsync(taken, cancellationToken).ConfigureAwait(false) ? new RunClaim(runs, taken, snapshot, clock) : null;
    }

    /// <summary>Changes the row and gives a sign of life with it.</summary>
    /// <exception cref="RunLostException">The run is no longer held.</exception>
    public async Task UpdateAsync(Func<RunRow, RunRow> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        while (true)
        {
            RunRow? current = await _runs.FindAsync(Row.Id, cancellationToken).ConfigureAwait(false);
            if (current is null || current.Claim != Snapshot.Attempt)
                throw new RunLostException(Row.Id);
            RunRow next = change(current with { Heartbeat = _clock.GetUtcNow() });
            if (await _runs.TryUpdateAsync(next, cancellationToken).ConfigureAwait(false))
            {
                Row = next;
                return;
            }
            // Somebody noted something in the row, or took it: the next look tells.
        }
    }

    /// <summary>Gives the run back. What the row says then is for the next who takes it.</summary>
    /// <exception cref="RunLostException">The run is no longer held.</exception>
    public Task ReleaseAsync(Func<RunRow, RunRow> change, CancellationToken cancellationToken) =>
        UpdateAsync(row => change(row) with { Claim = null, Heartbeat = null }, cancellationToken);
}
