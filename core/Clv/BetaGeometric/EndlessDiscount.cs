using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.BetaGeometric;

/// <summary>
/// Discounted purchases of an active customer over an endless horizon. The n-th purchase comes after kn − phase events, each of which
/// discounts by ρ = λ/(λ + δ) in expectation, and with probability E[(1 − p)^(n−1)] at all, so that for a given λ the sum is
/// ρ^(k−phase) 2F1(1, b; a+b; ρ^k). The mean over λ ~ gamma(shape, rate) is an integral over ln λ.
/// </summary>
internal static class EndlessDiscount
{
    private const double Negligible = 45;

    public static double Expected(double shape, double rate, int k, int phase, double a, double b, double discountRate)
    {
        double mode = Math.Log(shape / rate);
        double spread = Math.Sqrt(2 * Negligible / shape);

        // Below λ = δ purchases are too late to be worth anything, which bounds the long lower tail of a small shape.
        double lowest = Math.Max(mode - spread - (Negligible / shape), Math.Min(mode, Math.Log(discountRate)) - 40);
        double highest = mode + Math.Log(1 + ((Math.Sqrt(2 * Negligible * shape) + 60) / shape));
        double logScale = (shape * Math.Log(rate)) - GammaFunction.Log(shape);
        double Integrand(double logRate)
        {
            double lambda = Math.Exp(logRate), logFactor = -Precise.Log1P(discountRate / lambda);
            double density = Math.Exp(logScale + (shape * logRate) - (rate * lambda) + ((k - phase) * logFactor));
            return density == 0 ? 0 : density * HypergeometricOne(b, a + b, Math.Exp(k * logFactor));
        }
        return GaussLegendre.Sixteen.Integrate(Integrand, lowest, highest, Math.Min(1.5, Math.Max(0.2 * spread, 1e-3)));
    }

    /// <summary>2F1(1, b; c; z) for 0 &lt; b &lt; c and 0 ≤ z &lt; 1, by Gauss's continued fraction, whose coefficients are all positive.</summary>
    internal static double HypergeometricOne(double b, double c, double z)
    {
        const int MostTerms = 100_000;
        double numerator = 1, denominator = 0, value = 1;
        double coefficient = b / c;
        for (int i = 1; i <= MostTerms; i++)
        {
            denominator = 1 / (1 - (coefficient * z * denominator));
            numerator = 1 - (coefficient * z / numerator);
            double factor = numerator * denominator;
            value *= factor;
            if (Math.Abs(factor - 1) < 1e-15)
                break;
            int m = (i + 1) / 2;
            coefficient = i % 2 == 1
                ? m * (c - b - 1 + m) / ((c + (2 * m) - 2) * (c + (2 * m) - 1))
                : (b + m) * (c - 1 + m) / ((c + (2 * m) - 1) * (c + (2 * m)));
        }
        return 1 / value;
    }
}
