using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv;

/// <summary>
/// How regularly customers buy: 1 is at random (exponential gaps), more is more regular (gamma-shaped gaps), which speaks for the
/// Erlang-k models.
/// </summary>
public static class Regularity
{
    private const int PurchasesForAShape = 10;

    /// <summary>
    /// k by Wheat &amp; Morrison (1990), "Estimating purchase regularity with two interpurchase times", Journal of Marketing Research 27:
    /// the share of one of the last two gaps in their sum is beta(k, k) distributed, so that k = (1 − 4 Var)/(8 Var). The variance is taken
    /// about the mean ½ that the distribution has, which spares drawing at random which of the two gaps is meant.
    /// </summary>
    /// <param name="lastGaps">The last two gaps of each customer who has two, in any unit.</param>
    /// <returns>NaN below two customers; infinite where every share is the same.</returns>
    public static double WheatMorrison(IEnumerable<(double Previous, double Last)> lastGaps)
    {
        ArgumentNullException.ThrowIfNull(lastGaps);
        double[] shares = lastGaps.Select(gaps => gaps.Last / (gaps.Previous + gaps.Last)).Order().ToArray();
        if (shares.Length < 2)
            return double.NaN;
        double variance = shares.Sum(share => (share - 0.5) * (share - 0.5)) / shares.Length;
        return (1 - (4 * variance)) / (8 * variance);
    }

    /// <summary>
    /// The median over customers of the maximum-likelihood shape of a gamma distribution of their gaps: ln k − ψ(k) = ln(mean gap) − mean ln(gap).
    /// </summary>
    /// <param name="histories">Histories with their sums of log gaps; those with at least ten repeat purchases count.</param>
    /// <returns>NaN where no customer has ten repeat purchases.</returns>
    public static double MedianShape(IEnumerable<PurchaseHistory> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return Median(histories.Where(history => history.Frequency >= PurchasesForAShape).Select(Shape));
    }

    /// <summary>
    /// The same by the closed form of Minka (2002), "Estimating a Gamma distribution": (3 − s + √((s − 3)² + 24 s)) / (12 s) with s = ln(mean gap) − mean ln(gap).
    /// </summary>
    /// <param name="histories">Histories with their sums of log gaps; those with at least ten repeat purchases count.</param>
    /// <returns>NaN where no customer has ten repeat purchases; infinite where most have equal gaps.</returns>
    public static double MedianShapeByMinka(IEnumerable<PurchaseHistory> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return Median(histories.Where(history => history.Frequency >= PurchasesForAShape).Select(LogRatio).Select(s => (3 - s + Math.Sqrt(((s - 3) * (s - 3)) + (24 * s))) / (12 * s)));
    }

    /// <summary>The same by the closed form of Thom: (1 + √(1 + 4 s/3)) / (4 s) (Dunn, Reader &amp; Wrigley 1983, Applied Statistics 32).</summary>
    /// <param name="histories">Histories with their sums of log gaps; those with at least ten repeat purchases count.</param>
    /// <returns>NaN where no customer has ten repeat purchases; infinite where most have equal gaps.</returns>
    public static double MedianShapeByThom(IEnumerable<PurchaseHistory> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return Median(histories.Where(history => history.Frequency >= PurchasesForAShape).Select(LogRatio).Select(s => (1 + Math.Sqrt(1 + (4 * s / 3))) / (4 * s)));
    }

    /// <summary>The median of 1/cv², cv the coefficient of variation of a customer's gaps with the variance over n − 1 (Wu &amp; Chen 2000, Journal of the Operational Research Society 51).</summary>
    /// <param name="gaps">Number, sum and sum of squares of each customer's gaps; customers with at least ten gaps count.</param>
    /// <returns>NaN where no customer has ten gaps; infinite where most have equal gaps.</returns>
    public static double MedianShapeByVariation(IEnumerable<(int Count, double Sum, double SumOfSquares)> gaps)
    {
        ArgumentNullException.ThrowIfNull(gaps);
        return Median(gaps.Where(own => own.Count >= PurchasesForAShape).Select(own =>
        {
            double mean = own.Sum / own.Count;
            return mean * mean * (own.Count - 1) / Math.Max(0, own.SumOfSquares - (own.Sum * mean));
        }));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>ln(mean gap) − mean ln(gap); never below 0.</summary>
    private static double LogRatio(PurchaseHistory history) => Math.Max(0, Math.Log(history.Recency / history.Frequency) - (history.SumLogGaps / history.Frequency));

    /// <summary>The shape between 0.01 and 1,000, by bisection on a scale of logarithms: ln k − ψ(k) falls from infinity to 0.</summary>
    private static double Shape(PurchaseHistory history)
    {
        double target = LogRatio(history);
        double low = Math.Log(0.01), high = Math.Log(1000);
        while (high - low > 1e-12)
        {
            double middle = (low + high) / 2;
            if (middle - GammaFunction.Digamma(Math.Exp(middle)) > target)
                low = middle;
            else
                high = middle;
        }
        return Math.Exp((low + high) / 2);
    }
}
