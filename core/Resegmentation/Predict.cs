using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// Gives every buyer its predictions. Customers with the same (x, t_x, T) share everything but money, so the models are
/// evaluated once a group, and groups side by side.
/// </summary>
public static class Predict
{
    private const double ChurnHorizonDays = 90;

    /// <summary>Predictions in the order of the base; <see cref="ClvEstimate.None"/> for customers who never bought.</summary>
    public static ClvEstimate[] Run(
        SummarisedBase customers, BaseHistories histories, ICustomerBaseModel model, GammaGamma spend, ValueOptions value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(spend);
        Group[] groups = Evaluate(histories.Grouped, model, value, cancellationToken);
        ClvEstimate[] estimates = new ClvEstimate[customers.Customers.Length];
        int buyer = 0;
        for (int i = 0; i < estimates.Length; i++)
        {
            ref readonly CustomerSummary summary = ref customers.Customers[i];
            if (summary.Purchases == 0)
            {
                estimates[i] = ClvEstimate.None;
                continue;
            }
            Group group = groups[histories.Grouped.GroupOfCustomer[buyer++]];
            double orderValue = spend.ExpectedMeanSpend(summary.Frequency, MeanRepeatValue(summary));
            float predicted = (float)(group.DiscountedPurchases * orderValue * value.For(null, summary.Channel).MarginRate);
            estimates[i] = new ClvEstimate(
                (float)group.PAlive, (float)group.Purchases, (float)orderValue, predicted, float.NaN, float.NaN, (float)group.NoPurchase);
        }
        return estimates;
    }

    /// <summary>Mean money of the purchase days after the first, in currency units; 0 without any.</summary>
    public static double MeanRepeatValue(in CustomerSummary summary) =>
        summary.Frequency == 0 ? 0 : (double)summary.RepeatMoney / Money.Scale / summary.Frequency;

    private static Group[] Evaluate(PurchaseHistories histories, ICustomerBaseModel model, ValueOptions value, CancellationToken cancellationToken)
    {
        var clv = new ProbabilityClv(model, value);
        double churnHorizon = ChurnHorizonDays / PurchaseHistories.DaysIn(model.Unit);
        var groups = new Group[histories.Groups];
        Parallel.For(0, groups.Length, new ParallelOptions { CancellationToken = cancellationToken }, g =>
        {
            PurchaseHistory history = histories[g];
            groups[g] = new Group(
                model.PAlive(history),
                model.ConditionalExpectedTransactions(history, clv.Horizon),
                clv.DiscountedPurchases(history),
                model.ProbabilityOfNoPurchase(history, churnHorizon));
        });
        return groups;
    }

    private readonly record struct Group(double PAlive, double Purchases, double DiscountedPurchases, double NoPurchase);
}
