using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Intervals;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// Gives every buyer its predictions and their intervals. Customers with the same (x, t_x, T) share everything but money, so the models are
/// evaluated once a group, and groups side by side.
/// </summary>
public static class Predict
{
    private const double ChurnHorizonDays = 90;

    /// <summary>Predictions in the order of the base; <see cref="ClvEstimate.None"/> for customers who never bought.</summary>
    public static ClvEstimate[] Run(
        SummarisedBase customers, BaseHistories histories, FittedModel model, FitResult<GammaGamma> spend,
        ResegmentationOptions options, CancellationToken cancellationToken) => WithOutlook(customers, histories, model, spend, options, cancellationToken).Clv;

    /// <summary>The same, with what totals of segments need; see <see cref="SegmentTotals"/>.</summary>
    public static (ClvEstimate[] Clv, BaseOutlook Outlook) WithOutlook(
        SummarisedBase customers, BaseHistories histories, FittedModel model, FitResult<GammaGamma> spend,
        ResegmentationOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(spend);
        ArgumentNullException.ThrowIfNull(options);
        var economics = new CustomerEconomics(options, customers.AsOf);
        double week = PurchaseHistories.DaysIn(TimeUnit.Week);
        CustomerScores scores = CustomerScores.Of(
            model.Model, histories.Grouped,
            new ScoringTerms(economics.HorizonDays / week, ChurnHorizonDays / week, DiscountRate.PerUnit(options.AnnualDiscountRate, TimeUnit.Week)),
            cancellationToken);
        var intervals = new IntervalEstimator(model, spend, new IntervalOptions
        {
            Level = options.IntervalLevel,
            HorizonDays = economics.HorizonDays,
            AnnualDiscountRate = options.AnnualDiscountRate,
        });
        var estimates = new ClvEstimate[customers.Customers.Length];
        Array.Fill(estimates, ClvEstimate.None);
        BaseOutlook kept = intervals.OutlookOfBase(histories.Grouped);
        (int[] starts, int[] members) = MembersByGroup(customers, histories);
        Parallel.For(0, histories.Grouped.Groups, new ParallelOptions { CancellationToken = cancellationToken }, g =>
        {
            PredictiveOutlook outlook = intervals.Outlook(histories.Grouped[g]);
            kept.Set(g, outlook);
            foreach (int i in members.AsSpan(starts[g]..starts[g + 1]))
            {
                double mean = MeanRepeatValue(customers.Customers[i]);
                double orderValue = spend.Model.ExpectedMeanSpend(customers.Customers[i].Frequency, mean);
                PredictionInterval interval = outlook.For(mean);
                var revenue = new ClvEstimate(
                    (float)scores.PAlive[g],
                    (float)scores.ConditionalExpectedTransactions[g],
                    (float)orderValue,
                    (float)(scores.DiscountedExpectedTransactions[g] * orderValue),
                    (float)interval.ValueLow,
                    (float)interval.ValueHigh,
                    (float)scores.ProbabilityOfNoPurchase[g]);
                estimates[i] = economics.ToValue(revenue, economics.Of(customers.Customers[i]));
            }
        });
        return (estimates, kept);
    }

    /// <summary>Mean money of the purchase days after the first, in currency units; 0 without any.</summary>
    public static double MeanRepeatValue(in CustomerSummary summary) =>
        summary.Frequency == 0 ? 0 : (double)summary.RepeatMoney / Money.Scale / summary.Frequency;

    /// <summary>Positions in the base of each group's customers: those of group g lie from starts[g] up to starts[g + 1].</summary>
    private static (int[] Starts, int[] Members) MembersByGroup(SummarisedBase customers, BaseHistories histories)
    {
        ReadOnlySpan<int> groupOf = histories.Grouped.GroupOfCustomer;
        int[] starts = new int[histories.Grouped.Groups + 1];
        foreach (int group in groupOf)
            starts[group + 1]++;
        for (int g = 1; g < starts.Length; g++)
            starts[g] += starts[g - 1];
        int[] next = starts[..^1];
        int[] members = new int[groupOf.Length];
        int buyer = 0;
        for (int i = 0; i < customers.Customers.Length; i++)
        {
            if (customers.Customers[i].Purchases > 0)
                members[next[groupOf[buyer++]]++] = i;
        }
        return (starts, members);
    }
}
