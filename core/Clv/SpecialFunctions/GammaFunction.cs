namespace ServerlessSeg.Core.Clv.SpecialFunctions;

/// <summary>ln Γ and its derivative for positive arguments.</summary>
internal static class GammaFunction
{
    private const double AsymptoticFrom = 12;
    private const double HalfLogTwoPi = 0.91893853320467274178;

    // B_2n / (2n (2n − 1)), highest order first.
    private static ReadOnlySpan<double> Stirling => [-691.0 / 360360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12];

    // B_2n / 2n, highest order first.
    private static ReadOnlySpan<double> DigammaSeries => [-691.0 / 32760, 1.0 / 132, -1.0 / 240, 1.0 / 252, -1.0 / 120, 1.0 / 12];

    /// <summary>ln Γ(x), x above 0: Stirling's series, small arguments shifted up first (Abramowitz &amp; Stegun 6.1.15, 6.1.41).</summary>
    public static double Log(double x)
    {
        double product = 1;
        while (x < AsymptoticFrom)
        {
            product *= x;
            x += 1;
        }
        return ((x - 0.5) * Math.Log(x)) - x + HalfLogTwoPi + (Horner(Stirling, 1 / (x * x)) / x) - Math.Log(product);
    }

    /// <summary>ψ(x) = d ln Γ(x)/dx, x above 0 (Abramowitz &amp; Stegun 6.3.5, 6.3.18).</summary>
    public static double Digamma(double x)
    {
        double shift = 0;
        while (x < AsymptoticFrom)
        {
            shift += 1 / x;
            x += 1;
        }
        double y = 1 / (x * x);
        return Math.Log(x) - (0.5 / x) - (Horner(DigammaSeries, y) * y) - shift;
    }

    /// <summary>ln B(a, b).</summary>
    public static double LogBeta(double a, double b) => Log(a) + Log(b) - Log(a + b);

    private static double Horner(ReadOnlySpan<double> coefficients, double x)
    {
        double sum = 0;
        foreach (double coefficient in coefficients)
            sum = (sum * x) + coefficient;
        return sum;
    }
}
