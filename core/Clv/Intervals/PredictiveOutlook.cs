namespace ServerlessSeg.Core.Clv.Intervals;

/// <summary>
/// The distribution of what customers with one and the same (x, t_x, T) will buy within the horizon. Made once for all of them; a customer's own mean spend then costs a
/// multiplication. Immutable and thread-safe.
/// </summary>
public sealed class PredictiveOutlook
{
    private readonly IntervalOptions options;
    private readonly SpendTable table;
    private readonly double discount;
    private readonly int frequency;
    private readonly double[] cumulative;
    private readonly Lazy<(double Low, double High)> known;
    private readonly Lazy<(double Low, double High)> unknown;

    internal PredictiveOutlook(IntervalOptions options, SpendTable table, TotalTerms terms, int frequency, double discount, double[] cumulative, double[] means, double variance)
    {
        this.options = options;
        this.table = table;
        Terms = terms;
        this.frequency = frequency;
        this.discount = discount;
        this.cumulative = cumulative;
        MeansAtParameterPoints = means;
        PurchaseVariance = variance;
        ExpectedPurchases = means.Average();
        PurchasesLow = Quantile(options.LowerTail);
        PurchasesHigh = Quantile(options.UpperTail);
        known = new Lazy<(double Low, double High)>(() => Bounds(frequency));
        unknown = frequency == 0 ? known : new Lazy<(double Low, double High)>(() => Bounds(0));
    }

    /// <summary>Mean of the distribution: the expected purchases with the parameters' uncertainty averaged in, which differs a little from the model's at its estimate.</summary>
    public double ExpectedPurchases { get; }

    /// <summary>Fewest purchases at the options' level.</summary>
    public int PurchasesLow { get; }

    /// <summary>Most purchases at the options' level.</summary>
    public int PurchasesHigh { get; }

    /// <summary>E[Y] at each of the equally likely parameter points.</summary>
    internal double[] MeansAtParameterPoints { get; }

    /// <summary>Var(Y) given the parameters, averaged over the points.</summary>
    internal double PurchaseVariance { get; }

    /// <summary>How a customer's part of a total is made.</summary>
    internal TotalTerms Terms { get; }

    /// <summary>What a purchase within the horizon is worth now, on average over its date.</summary>
    internal double Discount => discount;

    /// <summary>P(at most <paramref name="n"/> purchases within the horizon).</summary>
    public double CumulativeProbability(int n) => n < 0 ? 0 : n >= cumulative.Length ? 1 : cumulative[n];

    /// <summary>P(discounted margin within the horizon is at most <paramref name="value"/>) for a customer with this history.</summary>
    /// <param name="value">Money.</param>
    /// <param name="meanRepeatSpend">The customer's mean money a repeat purchase; anything that is not above 0 stands for unknown.</param>
    /// <param name="marginRate">Share of the revenue that is margin, above 0.</param>
    public double CumulativeProbabilityOfValue(double value, double meanRepeatSpend, double marginRate = 1)
    {
        int x = Known(meanRepeatSpend);
        return new TotalSpend(table, x, cumulative).Cumulative(value / Unit(x, meanRepeatSpend, marginRate));
    }

    /// <summary>The interval of one customer with this history.</summary>
    /// <param name="meanRepeatSpend">The customer's mean money a repeat purchase; anything that is not above 0 stands for unknown.</param>
    /// <param name="marginRate">Share of the revenue that is margin, in [0, 1].</param>
    public PredictionInterval For(double meanRepeatSpend, double marginRate = 1)
    {
        int x = Known(meanRepeatSpend);
        var (low, high) = (x == frequency ? known : unknown).Value;
        double unit = Unit(x, meanRepeatSpend, marginRate);
        return new PredictionInterval(options.Level, PurchasesLow, PurchasesHigh, low * unit, high * unit);
    }

    /// <summary>The number of purchases whose mean is known: x, or none where the mean is not usable.</summary>
    internal int Known(double meanRepeatSpend) => meanRepeatSpend > 0 && double.IsFinite(meanRepeatSpend) ? frequency : 0;

    private double Unit(int x, double meanRepeatSpend, double marginRate) => (table.Estimate.Gamma + (x == 0 ? 0 : x * meanRepeatSpend)) * marginRate * discount;

    private (double Low, double High) Bounds(int x)
    {
        var total = new TotalSpend(table, x, cumulative);
        return (total.Quantile(options.LowerTail), total.Quantile(options.UpperTail));
    }

    private int Quantile(double probability)
    {
        int index = Array.BinarySearch(cumulative, probability);
        return index >= 0 ? index : Math.Min(~index, cumulative.Length - 1);
    }
}
