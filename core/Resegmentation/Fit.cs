using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Readiness;
using ServerlessSeg.Core.Evaluation;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Core.Segmentation.Advice;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>What was found over the whole base.</summary>
/// <param name="Report">The models.</param>
/// <param name="Clv">Predictions, in the order of the base.</param>
/// <param name="Segmentation">What is computed.</param>
/// <param name="Parameters">Cut points and thresholds.</param>
/// <param name="Schemes">The schemes.</param>
/// <param name="Notes">Findings that a reader should see.</param>
public sealed record FittedBase(
    ModelReport Report,
    ClvEstimate[] Clv,
    SegmentationOptions Segmentation,
    SegmentationParameters Parameters,
    IReadOnlyList<ISegmentationScheme> Schemes,
    IReadOnlyList<string> Notes);

/// <summary>The step that looks at all customers at once: model parameters first, since some schemes read predictions, then cut points.</summary>
public static class Fit
{
    private static readonly Candidate[] Candidates =
    [
        Candidate.Of(nameof(Nbd), Nbd.Fit),
        Candidate.Of(nameof(BgNbd), BgNbd.Fit),
        Candidate.Of(nameof(MbgNbd), MbgNbd.Fit),
        Candidate.Of(nameof(ParetoNbd), ParetoNbd.Fit),
        Candidate.Of(nameof(BgCnbd), BgCnbd.Fit),
        Candidate.Of(nameof(MbgCnbd), MbgCnbd.Fit),
    ];

    /// <summary>Fits models and schemes.</summary>
    /// <param name="customers">The base.</param>
    /// <param name="plan">Options and configuration.</param>
    /// <param name="previous">The parameters of the run before, from which clusters take their names; null for none.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="RunRefusedException">A segment has no action, or nobody has the attribute that clusters are made from.</exception>
    public static FittedBase Run(SummarisedBase customers, RunPlan plan, SegmentationParameters? previous, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(plan);
        ResegmentationOptions options = plan.Options;
        BaseHistories histories = BaseHistories.Of(customers);
        ReadinessReport readiness = ReadinessRules.Check(Readiness(customers, histories));
        (ModelReport report, ClvEstimate[] clv) = readiness.AllowsClv
            ? Models(customers, histories, options, readiness, cancellationToken)
            : (new ModelReport("week", null, "The base is not ready for lifetime values.", [], [], null) { Readiness = readiness }, Unknown(customers.Customers.Length));
        SegmentationOptions segmentation = plan.Segmentation?.ToOptions() ?? new SegmentationOptions { Rfm = new RfmOptions { WindowDays = options.WindowDays } };
        var columns = new BaseColumns(segmentation.Rfm, customers.AsOfDay, (int)customers.Totals.Buyers);
        for (int i = 0; i < clv.Length; i++)
            columns.Add(customers.Customers[i], Score.ToFacts(clv[i]));
        if (segmentation.ChosenAttributes().Averaged is { } attribute && columns.Buyers > 0 && !HasNumber(columns.Attributes))
            throw new RunRefusedException($"segmentation.json: cluster.attribute is '{attribute}', but no purchase up to {customers.AsOf:yyyy-MM-dd} has a number in such a column. Name the column under attributes in mapping.json, as its header writes it.");
        SegmentationParameters parameters = SegmentationCatalogue.Fit(segmentation, columns, previous, cancellation: cancellationToken);
        IReadOnlyList<ISegmentationScheme> schemes = SegmentationCatalogue.Build(segmentation, parameters, plan.Segmentation?.ToMaps());
        return (plan.Segmentation?.ToActions() ?? Actions.Default).Missing(schemes) is { Count: > 0 } missing
            ? throw new RunRefusedException(string.Join('\n', missing))
            : new FittedBase(report, clv, segmentation, parameters, schemes, [.. readiness.Reasons]);
    }

    private static bool HasNumber(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
                return true;
        }
        return false;
    }

    private static (ModelReport, ClvEstimate[]) Models(
        SummarisedBase customers, BaseHistories histories, ResegmentationOptions options, ReadinessReport readiness, CancellationToken cancellationToken)
    {
        var fitOptions = new FitOptions { CancellationToken = cancellationToken };
        ModelChoice choice = Holdout.Of(customers) is { } holdout
            ? ModelChoice.ByHoldout(holdout, Candidates, fitOptions)
            : ModelChoice.ByLikelihood(histories.Grouped, Candidates, fitOptions);
        FitResult<GammaGamma> spend = GammaGamma.Fit(histories.Spend, fitOptions);
        // Chosen on a part of the history, fitted on all of it: predictions start at the as-of date.
        Dictionary<string, FittedModel> refits = Candidates.ToDictionary(
            static candidate => candidate.Name, candidate => candidate.Fit(histories.Grouped, fitOptions), StringComparer.Ordinal);
        ModelReport report = ModelReport.Of(TimeUnit.Week, choice, refits, spend) with { Readiness = readiness };
        if (choice.Chosen is not { } chosen || !refits[chosen.Name].IsUsable)
            return (report with { Chosen = null }, Unknown(customers.Customers.Length));
        return (report, Predict.Run(customers, histories, refits[chosen.Name], spend, options, cancellationToken));
    }

    private static ReadinessInput Readiness(SummarisedBase customers, BaseHistories histories)
    {
        HistoryTotals totals = customers.Totals;
        int firstDay = int.MaxValue, lastDay = int.MinValue;
        foreach (ref readonly CustomerSummary customer in customers.Customers.AsSpan())
        {
            if (customer.Purchases == 0)
                continue;
            firstDay = Math.Min(firstDay, customer.FirstDay);
            lastDay = Math.Max(lastDay, customer.LastDay);
        }
        bool any = totals.Buyers > 0;
        return new ReadinessInput
        {
            Customers = totals.Buyers,
            Repeaters = (long)histories.Grouped.RepeatCustomers,
            HistoryDays = any ? customers.AsOfDay - firstDay : 0,
            DaysSinceLastPurchase = any ? customers.AsOfDay - lastDay : int.MaxValue,
            RefundShare = totals.Purchases.TenThousandths == 0 ? 0 : -totals.Refunds.ToDouble() / totals.Purchases.ToDouble(),
            DistinctFrequencies = histories.DistinctFrequencies,
            DistinctMeanSpends = histories.Spend.Rows,
        };
    }

    private static ClvEstimate[] Unknown(int customers)
    {
        var clv = new ClvEstimate[customers];
        Array.Fill(clv, ClvEstimate.None);
        return clv;
    }
}
