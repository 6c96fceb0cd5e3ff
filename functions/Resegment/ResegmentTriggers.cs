using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>Starts runs on schedule and executes those that were requested.</summary>
public sealed class ResegmentTriggers(
    RunRequests requests, RunExecutor executor, RunWatch watch, StorageClock storageClock, AppOptions options, TimeProvider clock, ILogger<ResegmentTriggers> log)
{
    /// <summary>Requests the run that the schedule means.</summary>
    [Function("ResegmentOnSchedule")]
    [FixedDelayRetry(5, "00:01:00")]
    public async Task OnScheduleAsync([TimerTrigger("%RESEGMENT_SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        using IDisposable patience = StoragePatience.OfWork();
        DateTimeOffset now = clock.GetUtcNow(), storageNow = await storageClock.NowAsync(cancellationToken).ConfigureAwait(false);
        if ((now - storageNow).Duration() > AsOfRule.MostClockDifference)
        {
            // A date taken from a wrong clock would be that of a snapshot of the past or the future.
            log.ScheduleClockWrong(now, storageNow);
            return;
        }
        try
        {
            await requests.RequestDueAsync(ScheduledAsOf.For(options.Schedule, now), "schedule", cancellationToken).ConfigureAwait(false);
        }
        catch (RunRefusedException refused)
        {
            // Trying again would not help; the next file dropped may.
            log.ScheduleSkipped(refused.Message);
        }
    }

    /// <summary>Executes a run that was requested; a run that is interrupted is taken from the queue again.</summary>
    [Function("ExecuteRun")]
    public async Task OnRequestAsync([QueueTrigger("runs")] string runId, CancellationToken cancellationToken)
    {
        using IDisposable patience = StoragePatience.OfWork();
        await executor.ExecuteAsync(RunId.Parse(runId), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets runs be taken up again that nobody works on any more.</summary>
    [Function("WatchRuns")]
    public async Task OnWatchAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        using IDisposable patience = StoragePatience.OfWork();
        await watch.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the books of a run whose every try failed.</summary>
    [Function("GiveUpRun")]
    public async Task OnPoisonAsync([QueueTrigger("runs-poison")] string runId, CancellationToken cancellationToken)
    {
        using IDisposable patience = StoragePatience.OfWork();
        log.RunGivenUp(runId);
        if (RunId.TryParse(runId, out RunId id))
            await executor.GiveUpAsync(id, cancellationToken).ConfigureAwait(false);
    }
}
