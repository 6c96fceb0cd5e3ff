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
        double[] shapes = histories.Where(history => history.Frequency >= PurchasesForAShape).Select(Shape).Order().ToArray();
        if (shapes.Length == 0)
            return double.NaN;
        return (shapes[(shapes.Length - 1) / 2] + shapes[shapes.Length / 2]) / 2;
    }

    /// <summary>The shape between 0.01 and 1,000, by bisection on a scale of logarithms: ln k − ψ(k) falls from infinity to 0.</summary>
    private static double Shape(PurchaseHistory history)
    {
        double target = Math.Log(history.Recency / history.Frequency) - (history.SumLogGaps / history.Frequency);
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
