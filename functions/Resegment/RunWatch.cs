using Microsoft.Extensions.Logging;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// Looks after runs that wait. The platform hides the message of a host that was killed for ten minutes, and a message may be lost between row and queue: a run
/// for which none was sent for a while gets a new one. Snapshots that were kept for readers a moment longer go here too.
/// </summary>
public sealed class RunWatch(RunTable runs, RunMessages messages, Retention retention, AppOptions options, TimeProvider clock, ILogger<RunWatch> log)
{
    /// <summary>How long a message may be on its way before another is sent.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(4);

    /// <summary>Sends a message for each run that waits for one.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (RunRow row in await runs.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (!RunLease.IsWaiting(row, now) || (now - (row.QueuedAt ?? row.RequestedAt)).Duration() < Patience)
                continue;
            // Noted first: not to have sent it is put right by the next look.
            if (!await runs.TryUpdateAsync(row with { QueuedAt = now }, cancellationToken).ConfigureAwait(false))
                continue;
            await messages.SendAsync(row.Id, cancellationToken).ConfigureAwait(false);
            log.RunQueuedAgain(row.Id.ToString());
        }
        await retention.ApplyAsync(options.RetainedSnapshots, cancellationToken).ConfigureAwait(false);
    }
}
