using Azure.Storage.Queues;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Ingest;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// Takes requests for runs. A request freezes its plan, takes the next id of its as-of date and puts the id into the queue. Asked again
/// for what is planned or published already, it answers with that run: so a timer that fires twice, or a caller who repeats, changes nothing.
/// </summary>
public sealed class RunRequests(
    BatchTable batches, DropReconciliation reconciliation, RunTable runs, DroppedRates rates, ConfigurationBlobs configuration, StorageConnection storage, ResegmentationOptions options, TimeProvider clock)
{
    private readonly QueueClient _queue = storage.Queues.GetQueueClient(StorageNames.RunQueue);

    /// <summary>Requests a run.</summary>
    /// <param name="asOf">The last date that counts.</param>
    /// <param name="trigger">Who asks: <c>schedule</c>, <c>http</c> or <c>drop</c>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="RunRefusedException">Nothing is in the ledger, or the exchange rates or the configuration have errors.</exception>
    public async Task<RunRow> RequestAsync(DateOnly asOf, string trigger, CancellationToken cancellationToken)
    {
        await reconciliation.RunAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<BatchRow> rows = await batches.ListAsync(cancellationToken).ConfigureAwait(false);
        if (BatchCatalogue.FirstDay(rows) is not { } firstDay)
            throw new RunRefusedException($"The ledger is empty: no dropped file was committed. Drop one into the container '{StorageNames.Transactions}' first.");
        SegmentationSettings segmentation = await configuration.ReadSegmentationAsync(options.WindowDays, cancellationToken).ConfigureAwait(false);
        ResegmentationOptions frozen = options with { Economics = await configuration.ReadEconomicsAsync(options.MarginRate, cancellationToken).ConfigureAwait(false) };
        RunPlan plan = RunPlan.Create(asOf, frozen, BatchCatalogue.CommittedFiles(rows), firstDay, segmentation)
            .With(await rates.ReadAsync(cancellationToken).ConfigureAwait(false));
        string fingerprint = plan.Fingerprint();
        while (true)
        {
            IReadOnlyList<RunRow> known = await runs.ListAsync(cancellationToken).ConfigureAwait(false);
            RunRow[] sameDate = [.. known.Where(run => run.Id.AsOf == asOf)];
            if (sameDate.FirstOrDefault(run => run.Fingerprint == fingerprint && run.Status != RunStatus.Dropped) is { } same)
            {
                if (same.Status == RunStatus.Published)
                    return same;
                if (same.Status == RunStatus.Failed)
                    await runs.RenewFilesAsync(same, plan.Files, cancellationToken).ConfigureAwait(false);
                return await EnqueueAsync(same, cancellationToken).ConfigureAwait(false);
            }
            var id = new RunId(asOf, sameDate.Length == 0 ? 1 : sameDate.Max(static run => run.Id.Revision) + 1);
            RunId[] earlier = [.. known.Where(run => run.Status == RunStatus.Published && run.Id.AsOf < asOf).Select(static run => run.Id)];
            RunPlan withPrevious = plan with { PreviousRun = earlier.Length == 0 ? null : earlier.Max().ToString() };
            var row = new RunRow(id, fingerprint, RunStatus.Queued, trigger, clock.GetUtcNow());
            if (await runs.TryAddAsync(row, withPrevious, cancellationToken).ConfigureAwait(false))
                return await EnqueueAsync(row, cancellationToken).ConfigureAwait(false);
        }
    }

    // A second message for a run that is under way does no harm: who takes it finds the run published, or publishes the same again.
    private async Task<RunRow> EnqueueAsync(RunRow row, CancellationToken cancellationToken)
    {
        RunRow queued = row.Status == RunStatus.Failed ? row with { Status = RunStatus.Queued, Error = null, FinishedAt = null } : row;
        if (queued != row)
            await runs.UpdateAsync(queued, cancellationToken).ConfigureAwait(false);
        await _queue.SendMessageAsync(row.Id.ToString(), cancellationToken).ConfigureAwait(false);
        return queued;
    }
}
