using System.Text.Json;
using ServerlessSeg.Core.Evaluation;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// One run from ledger to complete snapshot: Summarise, Fit, Score, Publish. The snapshot is not live afterwards; that last step is
/// the caller's. After an interruption the plan is executed again, as another attempt.
/// </summary>
public static class ResegmentationRun
{
    /// <summary>Name within the snapshot of the report on the models.</summary>
    public const string ModelFile = "model.json";

    /// <summary>Executes a plan.</summary>
    /// <param name="snapshot">Where to write: an attempt that nobody else writes.</param>
    /// <param name="plan">What to read and how to reckon.</param>
    /// <param name="ledger">Where the plan's files are.</param>
    /// <param name="store">Where snapshots are.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="RunRefusedException">The ledger and the options do not go together; the message says what to change.</exception>
    public static async Task<SnapshotManifest> ExecuteAsync(
        SnapshotId snapshot, RunPlan plan, ILedgerStore ledger, ISnapshotStore store, IRunProgress? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(store);
        SummarisedBase customers = await Summarise.RunAsync(plan, ledger, progress, cancellationToken).ConfigureAwait(false);
        progress?.Report(RunStep.Fit, 0, 1);
        // Found once, so that parameters and segments are those of one writing.
        SnapshotId? before = plan.PreviousRun is { } name ? await store.FindAsync(RunId.Parse(name), cancellationToken).ConfigureAwait(false) : null;
        SegmentationParameters? parameters = before is { } known ? await SnapshotParameters.ReadAsync(known, store, cancellationToken).ConfigureAwait(false) : null;
        FittedBase fitted = Fit.Run(customers, plan, parameters, cancellationToken);
        progress?.Fitted(fitted.Report);
        progress?.Report(RunStep.Score, 0, customers.Customers.Length);
        ScoredBase scored = Score.Run(customers, fitted.Clv, fitted.Parameters, fitted.Segmentation, fitted.Schemes, progress, cancellationToken);
        scored = new CustomerEconomics(plan.Options, plan.AsOf).Apply(scored with { Outlook = fitted.Outlook });
        PreviousSegments? previous = before is { } earlier ? await PreviousSegments.ReadAsync(earlier, customers, store, cancellationToken).ConfigureAwait(false) : null;
        return await PublishAsync(snapshot, plan, fitted, scored, previous, store, progress, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<SnapshotManifest> PublishAsync(
        SnapshotId snapshot, RunPlan plan, FittedBase fitted, ScoredBase scored, PreviousSegments? previous,
        ISnapshotStore store, IRunProgress? progress, CancellationToken cancellationToken)
    {
        progress?.Report(RunStep.Publish, 0, scored.Summaries.Customers.Length);
        int pages = await PublishPages.RunAsync(snapshot, scored, previous, store, progress, cancellationToken).ConfigureAwait(false);
        await PublishFiles.SegmentListsAsync(snapshot, scored, store, cancellationToken).ConfigureAwait(false);
        await PublishParquet.RunAsync(snapshot, scored, store, cancellationToken).ConfigureAwait(false);
        if (previous is not null)
            await PublishChanges.RunAsync(snapshot, scored, previous, store, cancellationToken).ConfigureAwait(false);
        await PublishReports.RunAsync(snapshot, CurrencyOf(plan, scored), scored, previous, store, cancellationToken).ConfigureAwait(false);
        await PublishPyramid.RunAsync(snapshot, CurrencyOf(plan, scored), fitted, scored, store, cancellationToken).ConfigureAwait(false);
        await store.WriteSegmentsAsync(snapshot, SegmentTotals.Of(scored, plan.Options.IntervalLevel), cancellationToken).ConfigureAwait(false);
        await using (Stream report = await store.CreateFileAsync(snapshot, ModelFile, cancellationToken).ConfigureAwait(false))
            await JsonSerializer.SerializeAsync(report, fitted.Report, ModelReportJson.Default.ModelReport, cancellationToken).ConfigureAwait(false);
        SegmentationSettings settings = plan.Segmentation ?? new SegmentationSettings { Options = fitted.Segmentation.ToJson() };
        await SnapshotParameters.WriteAsync(snapshot, settings, fitted.Parameters, store, cancellationToken).ConfigureAwait(false);
        SnapshotManifest manifest = Describe(snapshot.Run, plan, fitted, scored, previous, pages);
        await store.WriteManifestAsync(snapshot, manifest, cancellationToken).ConfigureAwait(false);
        return manifest;
    }

    private static string? CurrencyOf(RunPlan plan, ScoredBase scored) =>
        plan.Options.Currency ?? scored.Summaries.Totals.Currencies.SingleOrDefault(static currency => currency.Length > 0);

    private static SnapshotManifest Describe(
        RunId run, RunPlan plan, FittedBase fitted, ScoredBase scored, PreviousSegments? previous, int pages)
    {
        HistoryTotals totals = scored.Summaries.Totals;
        return new SnapshotManifest
        {
            Run = run.ToString(),
            AsOf = plan.AsOf,
            Currency = CurrencyOf(plan, scored),
            Customers = scored.Summaries.Customers.Length,
            Buyers = (int)totals.Buyers,
            Pages = pages,
            Schemes = [.. scored.Schemes.Select(static scheme => new SchemeSegments(scheme.Name, [.. scheme.Segments.Select(static segment => segment.Code)]))],
            Previous = previous?.Snapshot,
            Totals = new ManifestTotals(
                totals.PurchaseLines, totals.RefundLines, totals.FreeLines, totals.DuplicateLines,
                totals.Purchases.ToDecimal(), totals.Refunds.ToDecimal(), totals.Net.ToDecimal(),
                totals.FirstDay is { } first ? CalendarDays.ToDate(first) : null,
                totals.LastDay is { } last ? CalendarDays.ToDate(last) : null)
            {
                MatchedRefundLines = totals.MatchedRefundLines,
                MatchedRefunds = totals.MatchedRefunds.ToDecimal(),
            },
            Options = plan.Options with { Parallelism = 0 },
            Segmentation = plan.Segmentation,
            Notes = fitted.Notes,
        };
    }
}
