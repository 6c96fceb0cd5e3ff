namespace ServerlessSeg.Core.Clv.Intervals;

/// <summary>
/// What customers will buy who are active at T, at every parameter point. Customers with the same x and T (and t_x, where purchases have a rhythm) share it whatever their
/// probability of being active.
/// </summary>
internal sealed record ActiveOutlook(CountDistribution[] Counts, double[] Means, double[] Squares, double Discount)
{
    /// <summary>Computes it.</summary>
    /// <param name="estimate">The model the discount is taken from.</param>
    /// <param name="points">The model at its parameter points.</param>
    /// <param name="history">x, T and, where it matters, t_x.</param>
    /// <param name="horizon">In the model's time unit.</param>
    /// <param name="discountRate">Continuous, per time unit.</param>
    public static ActiveOutlook Of(ICustomerBaseModel estimate, ICustomerBaseModel[] points, PurchaseHistory history, double horizon, double discountRate)
    {
        var counts = new CountDistribution[points.Length];
        double[] means = new double[points.Length], squares = new double[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            counts[i] = new CountDistribution();
            FutureCounts.AddIfActive(points[i], history, horizon, 1, counts[i]);
            (means[i], squares[i]) = counts[i].Moments();
        }
        return new ActiveOutlook(counts, means, squares, DiscountOf(estimate, history, horizon, discountRate));
    }

    /// <summary>What a purchase within the horizon is worth now, on average over its date: the probability of being active cancels.</summary>
    private static double DiscountOf(ICustomerBaseModel model, in PurchaseHistory history, double horizon, double rate)
    {
        double plain = rate == 0 ? 0 : model.ConditionalExpectedTransactions(history, horizon);
        return plain > 0 ? Math.Min(1, model.DiscountedExpectedTransactions(history, horizon, rate) / plain) : 1;
    }
}
