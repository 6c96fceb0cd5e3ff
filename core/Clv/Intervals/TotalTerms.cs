namespace ServerlessSeg.Core.Clv.Intervals;

/// <summary>
/// What one customer adds to a total: its expected purchases and their value at every parameter point, and its variances. Numbers are whole millionths, so that sums do not depend on
/// their order. One instance serves all customers of an estimator.
/// </summary>
internal sealed class TotalTerms(int modelPoints, GammaGamma spend, GammaGamma[] spendPoints)
{
    /// <summary>Units of a sum in one unit of what is summed.</summary>
    public const double Scale = 1e6;

    // E[1/ν²] is infinite for q + p·x ≤ 2; such a customer's variance is cut to that of a barely finite one.
    private const double LeastShape = 2.2;
    private const double LargestLong = 9e18;

    /// <summary>Numbers a customer adds.</summary>
    public int Length => (2 * modelPoints) + spendPoints.Length + 2;

    /// <summary>Where the expected purchases lie, one a parameter point of the purchase model.</summary>
    public Range Purchases => 0..modelPoints;

    /// <summary>Where their values lie, at the estimate of the spend model.</summary>
    public Range ValueByModel => modelPoints..(2 * modelPoints);

    /// <summary>Where the values at the spend model's parameter points lie.</summary>
    public Range ValueBySpend => (2 * modelPoints)..(Length - 2);

    /// <summary>Computes a customer's numbers.</summary>
    /// <param name="terms">Room for <see cref="Length"/> numbers.</param>
    /// <param name="means">E[Y] at the parameter points.</param>
    /// <param name="variance">Var(Y) given the parameters.</param>
    /// <param name="factor">Margin rate times the discount of a purchase.</param>
    /// <param name="x">Purchases whose mean is known.</param>
    /// <param name="mean">That mean; not read for x = 0.</param>
    public void Fill(Span<Int128> terms, ReadOnlySpan<double> means, double variance, double factor, int x, double mean)
    {
        double own = x == 0 ? 0 : mean, each = spend.ExpectedMeanSpend(x, own) * factor, purchases = 0;
        for (int i = 0; i < modelPoints; i++)
        {
            purchases += means[i];
            terms[i] = Fixed(means[i]);
            terms[modelPoints + i] = Fixed(means[i] * each);
        }
        purchases /= modelPoints;
        for (int i = 0; i < spendPoints.Length; i++)
            terms[(2 * modelPoints) + i] = Fixed(purchases * spendPoints[i].ExpectedMeanSpend(x, own) * factor);
        // Var(Σ Z) = E[Y] E[Var Z] + E[Y²] Var over ν of the mean + Var(Y) (mean)², with E[Z | ν] = p/ν and Var(Z | ν) = p/ν².
        double shape = Math.Max(LeastShape, spend.Q + (spend.P * x));
        double squareOfMeans = each * each * (shape - 1) / (shape - 2), squareCount = variance + (purchases * purchases);
        terms[^2] = Fixed(variance);
        terms[^1] = Fixed((purchases * squareOfMeans / spend.P) + (squareCount * squareOfMeans) - (purchases * purchases * each * each));
    }

    private static Int128 Fixed(double value)
    {
        double scaled = Math.Round(value * Scale);
        return Math.Abs(scaled) < LargestLong ? (long)scaled : (Int128)scaled;
    }
}
