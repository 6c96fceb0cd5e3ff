namespace ServerlessSeg.Core.Clv.SpecialFunctions;

/// <summary>Integrals of smooth functions whose scale is not known beforehand: panels are halved until both halves agree with the whole.</summary>
internal static class AdaptiveQuadrature
{
    private const int MostHalvings = 60;
    private const int MostPanels = 2000;
    private const double Tolerance = 1e-11;

    /// <summary>∫ f over [from, to], f not negative.</summary>
    public static double Integrate(Func<double, double> f, double from, double to)
    {
        if (!(to > from))
            return 0;
        int panels = MostPanels;
        return Refine(f, from, to, GaussLegendre.Sixteen.Integrate(f, from, to), 0, 0, ref panels);
    }

    /// <summary>Rounding can keep two halves from agreeing for ever; <paramref name="panels"/> is what may still be spent.</summary>
    private static double Refine(Func<double, double> f, double from, double to, double whole, double elsewhere, int halvings, ref int panels)
    {
        double middle = from + ((to - from) / 2);
        double left = GaussLegendre.Sixteen.Integrate(f, from, middle), right = GaussLegendre.Sixteen.Integrate(f, middle, to);
        double sum = left + right;
        if (Math.Abs(sum - whole) <= Tolerance * (sum + elsewhere) || halvings >= MostHalvings || --panels < 0 || middle <= from || middle >= to)
            return sum;
        double refined = Refine(f, from, middle, left, elsewhere + right, halvings + 1, ref panels);
        return refined + Refine(f, middle, to, right, elsewhere + refined, halvings + 1, ref panels);
    }
}
