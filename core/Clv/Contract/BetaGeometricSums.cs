namespace ServerlessSeg.Core.Clv.Contract;

/// <summary>
/// Sums over the survival of a beta-geometric lifetime, in which a customer who has survived k periods survives the next with
/// probability (b + k) / (a + b + k). Shared by the contractual models and by BG/BB.
/// </summary>
internal static class BetaGeometricSums
{
    private const int MostTerms = 100_000;

    /// <summary>Σ_{k=1..periods} of the probability to survive k periods.</summary>
    public static double Survival(double a, double b, int periods)
    {
        double survival = 1, sum = 0;
        for (int k = 0; k < periods; k++)
        {
            survival *= (b + k) / (a + b + k);
            sum += survival;
        }
        return sum;
    }

    /// <summary>
    /// Σ_{k≥0} z^k times the probability to survive k periods = 2F1(1, b; a + b; z) for 0 ≤ z &lt; 1, by Gauss's continued fraction
    /// (Abramowitz &amp; Stegun 15.2; Cuyt et al. 2008, 15.3.7), which unlike the series converges quickly for z near 1 too.
    /// </summary>
    public static double Discounted(double a, double b, double z)
    {
        const double Tiny = 1e-300;
        double c = a + b;
        double fraction = 1, numerator = 1, denominator = 0;
        for (int k = 1; k < MostTerms; k++)
        {
            int m = k / 2;
            double coefficient = k == 1 ? b / c
                : k % 2 == 1 ? (b + m) * (c - 1 + m) / ((c + 2 * m - 1) * (c + 2 * m))
                : m * (a - 1 + m) / ((c + 2 * m - 2) * (c + 2 * m - 1));
            denominator = 1 - coefficient * z * denominator;
            numerator = 1 - coefficient * z / numerator;
            denominator = 1 / (denominator == 0 ? Tiny : denominator);
            numerator = numerator == 0 ? Tiny : numerator;
            double change = numerator * denominator;
            fraction *= change;
            if (Math.Abs(change - 1) < 1e-15)
                break;
        }
        return 1 / fraction;
    }
}
