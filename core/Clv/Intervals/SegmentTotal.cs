using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Intervals;

/// <summary>Expected sum over customers with its interval.</summary>
/// <param name="Expected">The mean.</param>
/// <param name="Low">Lower bound.</param>
/// <param name="High">Upper bound.</param>
public readonly record struct TotalInterval(double Expected, double Low, double High);

/// <summary>
/// Purchases and discounted margin of many customers together. Their chances are independent, so their variances add; the parameters are common to all, so the whole sum is
/// taken at every parameter point and the spread of these sums is the parameters' share. The bounds are those of a gamma distribution with that mean and variance (Wilson &amp; Hilferty
/// 1931), which is never negative and becomes normal for large segments. Sums are kept in whole millionths: the order of adding and of <see cref="Merge"/> changes nothing.
/// </summary>
public sealed class SegmentTotal
{
    private const double Scale = 1e6;

    // E[1/ν²] is infinite for q + p·x ≤ 2; such a customer's variance is cut to that of a barely finite one.
    private const double LeastShape = 2.2;
    private Int128[] purchases = [];
    private Int128[] valueByModel = [];
    private Int128[] valueBySpend = [];
    private Int128 purchaseVariance;
    private Int128 valueVariance;

    /// <summary>Customers added.</summary>
    public long Customers { get; private set; }

    /// <summary>Adds one customer.</summary>
    /// <param name="outlook">The outlook of the customer's history, from one and the same estimator for all.</param>
    /// <param name="meanRepeatSpend">Mean money a repeat purchase; anything that is not above 0 stands for unknown.</param>
    /// <param name="marginRate">Share of the revenue that is margin, in [0, 1].</param>
    public void Add(PredictiveOutlook outlook, double meanRepeatSpend, double marginRate = 1)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        Customers++;
        double[] means = outlook.MeansAtParameterPoints;
        var spend = outlook.Spend;
        int x = outlook.Known(meanRepeatSpend);
        double own = x == 0 ? 0 : meanRepeatSpend, factor = marginRate * outlook.Discount;
        double each = spend.ExpectedMeanSpend(x, own) * factor;
        Grow(ref purchases, means.Length);
        Grow(ref valueByModel, means.Length);
        for (int i = 0; i < means.Length; i++)
        {
            purchases[i] += Fixed(means[i]);
            valueByModel[i] += Fixed(means[i] * each);
        }
        var spendPoints = outlook.SpendPoints;
        Grow(ref valueBySpend, spendPoints.Length);
        for (int i = 0; i < spendPoints.Length; i++)
            valueBySpend[i] += Fixed(outlook.ExpectedPurchases * spendPoints[i].ExpectedMeanSpend(x, own) * factor);
        double mean = outlook.ExpectedPurchases, shape = Math.Max(LeastShape, spend.Q + (spend.P * x));
        // Var(Σ Z) = E[Y] E[Var Z] + E[Y²] Var over ν of the mean + Var(Y) (mean)², with E[Z | ν] = p/ν and Var(Z | ν) = p/ν².
        double squareOfMeans = each * each * (shape - 1) / (shape - 2), squareCount = outlook.PurchaseVariance + (mean * mean);
        purchaseVariance += Fixed(outlook.PurchaseVariance);
        valueVariance += Fixed((mean * squareOfMeans / spend.P) + (squareCount * squareOfMeans) - (mean * mean * each * each));
    }

    /// <summary>Adds what another total has gathered.</summary>
    public void Merge(SegmentTotal other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Customers += other.Customers;
        Sum(ref purchases, other.purchases);
        Sum(ref valueByModel, other.valueByModel);
        Sum(ref valueBySpend, other.valueBySpend);
        purchaseVariance += other.purchaseVariance;
        valueVariance += other.valueVariance;
    }

    /// <summary>Purchases of all customers within the horizon.</summary>
    /// <param name="level">Probability that the interval is to hold, in (0, 1).</param>
    public TotalInterval Purchases(double level = 0.9) => Interval(Mean(purchases), Spread(purchases) + ((double)purchaseVariance / Scale), level);

    /// <summary>Discounted margin of all customers within the horizon.</summary>
    /// <param name="level">Probability that the interval is to hold, in (0, 1).</param>
    public TotalInterval Value(double level = 0.9) => Interval(Mean(valueByModel), Spread(valueByModel) + Spread(valueBySpend) + ((double)valueVariance / Scale), level);

    private static TotalInterval Interval(double mean, double variance, double level)
    {
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level must be in (0, 1).");
        if (!(mean > 0))
            return new TotalInterval(0, 0, 0);
        double ninth = variance / (mean * mean) / 9, z = NormalQuantile.Of((1 + level) / 2) * Math.Sqrt(ninth);
        return new TotalInterval(mean, mean * Cube(Math.Max(0, 1 - ninth - z)), mean * Cube(1 - ninth + z));
    }

    private static double Mean(Int128[] sums) => sums.Length == 0 ? 0 : sums.Average(sum => (double)sum / Scale);

    private static double Spread(Int128[] sums)
    {
        double mean = Mean(sums);
        return sums.Length == 0 ? 0 : sums.Average(sum => Math.Pow(((double)sum / Scale) - mean, 2));
    }

    private static void Grow(ref Int128[] sums, int length)
    {
        if (sums.Length < length)
            Array.Resize(ref sums, length);
    }

    private static void Sum(ref Int128[] sums, Int128[] others)
    {
        Grow(ref sums, others.Length);
        for (int i = 0; i < others.Length; i++)
            sums[i] += others[i];
    }

    private static Int128 Fixed(double value) => (Int128)Math.Round(value * Scale);

    private static double Cube(double value) => value * value * value;
}
