using Microsoft.Extensions.Logging;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// Drops the oldest snapshots beyond the number that is kept. The live one always stays, and so does one that was live within the longest
/// answer: it goes at a later look.
/// </summary>
public sealed class Retention(RunTable runs, SnapshotRemoval removal, ILogger<Retention> log)
{
    /// <summary>Keeps the latest <paramref name="kept"/> snapshots.</summary>
    public async Task ApplyAsync(int kept, CancellationToken cancellationToken)
    {
        IReadOnlyList<RunRow> rows = await runs.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (RunRow old in rows.Where(static row => row.Snapshot is not null).Skip(kept))
        {
            if (await removal.TryRemoveAsync(old, cancellationToken).ConfigureAwait(false) == RemovalOutcome.Removed)
                log.SnapshotDropped(old.Id.ToString());
        }
    }
}
