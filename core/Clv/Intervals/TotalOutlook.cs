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
public sealed class TotalOutlook
{
    private TotalTerms? layout;
    private Int128[] sums = [];

    /// <summary>Customers added.</summary>
    public long Customers { get; private set; }

    /// <summary>Adds one customer.</summary>
    /// <param name="outlook">The outlook of the customer's history, from one and the same estimator for all.</param>
    /// <param name="meanRepeatSpend">Mean money a repeat purchase; anything that is not above 0 stands for unknown.</param>
    /// <param name="marginRate">Share of the revenue that is margin, in [0, 1].</param>
    public void Add(PredictiveOutlook outlook, double meanRepeatSpend, double marginRate = 1)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        Span<Int128> terms = stackalloc Int128[outlook.Terms.Length];
        outlook.Terms.Fill(terms, outlook.MeansAtParameterPoints, outlook.PurchaseVariance, marginRate * outlook.Discount, outlook.Known(meanRepeatSpend), meanRepeatSpend);
        Add(outlook.Terms, terms);
    }

    /// <summary>Adds what another total has gathered.</summary>
    public void Merge(TotalOutlook other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.layout is null)
            return;
        Add(other.layout, other.sums);
        Customers += other.Customers - 1;
    }

    /// <summary>Purchases of all customers within the horizon.</summary>
    /// <param name="level">Probability that the interval is to hold, in (0, 1).</param>
    public TotalInterval Purchases(double level = 0.9) =>
        layout is null ? default : Interval(Mean(layout.Purchases), Spread(layout.Purchases) + Of(sums[^2]), level);

    /// <summary>Discounted margin of all customers within the horizon.</summary>
    /// <param name="level">Probability that the interval is to hold, in (0, 1).</param>
    public TotalInterval Value(double level = 0.9) =>
        layout is null ? default : Interval(Mean(layout.ValueByModel), Spread(layout.ValueByModel) + Spread(layout.ValueBySpend) + Of(sums[^1]), level);

    /// <summary>Adds the terms of one customer.</summary>
    internal void Add(TotalTerms terms, ReadOnlySpan<Int128> customer)
    {
        if (layout is null)
        {
            layout = terms;
            sums = new Int128[terms.Length];
        }
        Customers++;
        for (int i = 0; i < sums.Length; i++)
            sums[i] += customer[i];
    }

    private static TotalInterval Interval(double mean, double variance, double level)
    {
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level must be in (0, 1).");
        if (!(mean > 0))
            return default;
        double ninth = variance / (mean * mean) / 9, z = NormalQuantile.Of((1 + level) / 2) * Math.Sqrt(ninth);
        return new TotalInterval(mean, mean * Cube(Math.Max(0, 1 - ninth - z)), mean * Cube(1 - ninth + z));
    }

    private double Mean(Range part)
    {
        double sum = 0;
        foreach (Int128 one in sums.AsSpan(part))
            sum += Of(one);
        return sum / part.GetOffsetAndLength(sums.Length).Length;
    }

    private double Spread(Range part)
    {
        double mean = Mean(part), sum = 0;
        foreach (Int128 one in sums.AsSpan(part))
            sum += (Of(one) - mean) * (Of(one) - mean);
        return sum / part.GetOffsetAndLength(sums.Length).Length;
    }

    private static double Of(Int128 sum) => (double)sum / TotalTerms.Scale;

    private static double Cube(double value) => value * value * value;
}
