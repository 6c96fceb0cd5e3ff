namespace ServerlessSeg.Core.Clv.SpecialFunctions;

/// <summary>The regularised incomplete beta function.</summary>
internal static class IncompleteBeta
{
    private const double Tiny = 1e-300;

    /// <summary>
    /// I_x(a, b) for a, b above 0 and 0 ≤ x ≤ 1 (Abramowitz &amp; Stegun 26.5.8, evaluated by Lentz's method). The complement 1 − x
    /// is given too, so that neither end loses digits.
    /// </summary>
    public static double Regularised(double a, double b, double x, double complement)
    {
        if (!(x > 0))
            return 0;
        if (!(complement > 0))
            return 1;
        double front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(complement)) - GammaFunction.LogBeta(a, b));
        return x < (a + 1) / (a + b + 2)
            ? Math.Min(1, front * Fraction(a, b, x) / a)
            : Math.Max(0, 1 - (front * Fraction(b, a, complement) / b));
    }

    private static double Fraction(double a, double b, double x)
    {
        double c = 1;
        double d = 1 - ((a + b) * x / (a + 1));
        d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
        double h = d;
        for (int m = 1; m <= 100_000; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            Multiply(even, ref c, ref d, ref h);
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            if (Math.Abs(Multiply(odd, ref c, ref d, ref h) - 1) < 1e-16)
                break;
        }
        return h;
    }

    private static double Multiply(double term, ref double c, ref double d, ref double h)
    {
        d = 1 + (term * d);
        d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
        c = 1 + (term / c);
        c = Math.Abs(c) < Tiny ? Tiny : c;
        h *= c * d;
        return c * d;
    }
}
