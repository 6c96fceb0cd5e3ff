using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>Drops the oldest snapshots beyond the number that is kept. The live one always stays.</summary>
public sealed class Retention(ISnapshotStore snapshots, RunTable runs, ILogger<Retention> log)
{
    /// <summary>Keeps the latest <paramref name="kept"/> snapshots.</summary>
    public async Task ApplyAsync(int kept, CancellationToken cancellationToken)
    {
        RunId? live = await snapshots.LiveAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RunId> published = await snapshots.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (RunId old in published.Skip(kept).Where(run => run != live))
        {
            // The row goes last: a drop that was cut short is found and finished by the next run.
            await snapshots.DropAsync(old, cancellationToken).ConfigureAwait(false);
            if (await runs.FindAsync(old, cancellationToken).ConfigureAwait(false) is { } row)
                await runs.UpdateAsync(row with { Status = RunStatus.Dropped }, cancellationToken).ConfigureAwait(false);
            log.SnapshotDropped(old.ToString());
        }
    }
}
