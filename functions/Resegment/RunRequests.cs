using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Ingest;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// Takes requests for runs. A request freezes its plan, takes the next id of its as-of date and puts the id into the queue. Asked again
/// for what is planned or published already, it answers with that run: so a timer that fires twice, or a caller who repeats, changes nothing.
/// Asked for a run that failed or whose worker fell silent, it lets it be taken up again at once.
/// </summary>
public sealed class RunRequests(
    BatchTable batches, DropReconciliation reconciliation, RunTable runs, DroppedRates rates, ConfigurationBlobs configuration, RunMessages messages, StorageClock storageClock,
    ResegmentationOptions options, TimeProvider clock)
{
    /// <summary>Requests a run for a date that somebody gave.</summary>
    /// <param name="asOf">The last date that counts.</param>
    /// <param name="trigger">Who asks: <c>schedule</c>, <c>http</c> or <c>drop</c>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="RunRefusedException">Nothing is in the ledger, the date lies in the future, or the exchange rates or the configuration have errors.</exception>
    public Task<RunRow> RequestAsync(DateOnly asOf, string trigger, CancellationToken cancellationToken) => RequestAsync(asOf, given: true, trigger, cancellationToken);

    /// <summary>Requests the run that is due, whose date was taken from schedule and clock.</summary>
    /// <inheritdoc cref="RequestAsync(DateOnly, string, CancellationToken)" />
    /// <exception cref="RunRefusedException">As for a date that somebody gave; or the date lies far behind the ledger.</exception>
    public Task<RunRow> RequestDueAsync(DateOnly asOf, string trigger, CancellationToken cancellationToken) => RequestAsync(asOf, given: false, trigger, cancellationToken);

    private async Task<RunRow> RequestAsync(DateOnly asOf, bool given, string trigger, CancellationToken cancellationToken)
    {
        await reconciliation.RunAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<BatchRow> rows = await batches.ListAsync(cancellationToken).ConfigureAwait(false);
        if (BatchCatalogue.FirstDay(rows) is not { } firstDay || BatchCatalogue.LastDay(rows) is not { } lastDay)
            throw new RunRefusedException($"The ledger is empty: no dropped file was committed. Drop one into the container '{StorageNames.Transactions}' first.");
        DateOnly today = AsOfRule.Today(await storageClock.NowAsync(cancellationToken).ConfigureAwait(false), options.TimeZone);
        if ((AsOfRule.FutureComplaint(asOf, today) ?? (given ? null : AsOfRule.LedgerComplaint(asOf, lastDay))) is { } complaint)
            throw new RunRefusedException(complaint);
        SegmentationSettings segmentation = await configuration.ReadSegmentationAsync(options.WindowDays, cancellationToken).ConfigureAwait(false);
        ResegmentationOptions frozen = options with { Economics = await configuration.ReadEconomicsAsync(options.MarginRate, cancellationToken).ConfigureAwait(false) };
        RunPlan plan = RunPlan.Create(asOf, frozen, BatchCatalogue.CommittedFiles(rows), firstDay, segmentation)
            .With(await rates.ReadAsync(cancellationToken).ConfigureAwait(false));
        string fingerprint = plan.Fingerprint();
        while (true)
        {
            IReadOnlyList<RunRow> known = await runs.ListAsync(cancellationToken).ConfigureAwait(false);
            RunRow[] sameDate = [.. known.Where(run => run.Id.AsOf == asOf)];
            RunRow? asked = sameDate.FirstOrDefault(run => run.Fingerprint == fingerprint && run.Status != RunStatus.Dropped) is { } same
                ? await AgainAsync(same, plan, cancellationToken).ConfigureAwait(false)
                : await AddAsync(asOf, trigger, plan, fingerprint, known, cancellationToken).ConfigureAwait(false);
            if (asked is not null)
                return asked;
        }
    }

    private async Task<RunRow?> AddAsync(
        DateOnly asOf, string trigger, RunPlan plan, string fingerprint, IReadOnlyList<RunRow> known, CancellationToken cancellationToken)
    {
        RunId[] sameDate = [.. known.Select(static run => run.Id).Where(run => run.AsOf == asOf)];
        var id = new RunId(asOf, sameDate.Length == 0 ? 1 : sameDate.Max(static run => run.Revision) + 1);
        RunId[] earlier = [.. known.Where(run => run.Status == RunStatus.Published && run.Id.AsOf < asOf).Select(static run => run.Id)];
        RunPlan withPrevious = plan with { PreviousRun = earlier.Length == 0 ? null : earlier.Max().ToString() };
        DateTimeOffset now = clock.GetUtcNow();
        var row = new RunRow(id, fingerprint, RunStatus.Queued, trigger, now) { QueuedAt = now };
        if (!await runs.TryAddAsync(row, withPrevious, cancellationToken).ConfigureAwait(false))
            return null;
        await messages.SendAsync(id, cancellationToken).ConfigureAwait(false);
        return row;
    }

    // Null where the row was changed meanwhile. The row is written before the message: not to have sent it is put right by who looks after waiting runs.
    private async Task<RunRow?> AgainAsync(RunRow row, RunPlan plan, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (row.Status == RunStatus.Published)
            return row;
        TimeSpan held = RunLease.Remaining(row, now);
        // Whoever holds it may have been killed a moment ago, and its message be hidden for minutes: somebody looks when that would show.
        if (held > TimeSpan.Zero && row.QueuedAt > now)
            return row;
        TimeSpan delay = held > TimeSpan.Zero ? held + TimeSpan.FromSeconds(1) : TimeSpan.Zero;
        RunRow again = row with { QueuedAt = now + delay, Tries = held > TimeSpan.Zero ? row.Tries : 0 };
        if (row.Status == RunStatus.Failed)
        {
            await runs.RenewFilesAsync(row, plan.Files, cancellationToken).ConfigureAwait(false);
            again = again with { Status = RunStatus.Queued, Error = null, FinishedAt = null };
        }
        if (!await runs.TryUpdateAsync(again, cancellationToken).ConfigureAwait(false))
            return null;
        await messages.SendAsync(row.Id, delay, cancellationToken).ConfigureAwait(false);
        return again;
    }
}
