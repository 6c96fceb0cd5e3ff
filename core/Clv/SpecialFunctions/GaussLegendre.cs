namespace ServerlessSeg.Core.Clv.SpecialFunctions;

/// <summary>Gauss–Legendre quadrature, one rule or several panels in a row.</summary>
internal sealed class GaussLegendre
{
    private readonly double[] nodes;
    private readonly double[] weights;

    private GaussLegendre(int points)
    {
        nodes = new double[points];
        weights = new double[points];
        for (int i = 0; i < points; i++)
        {
            // Newton's iteration from the classical approximation of the i-th zero of P_n.
            double z = Math.Cos(Math.PI * (i + 0.75) / (points + 0.5));
            double slope = 0;
            for (int iteration = 0; iteration < 8; iteration++)
            {
                double current = 1, previous = 0;
                for (int j = 1; j <= points; j++)
                    (current, previous) = ((((2 * j) - 1) * z * current - ((j - 1) * previous)) / j, current);
                slope = points * ((z * current) - previous) / ((z * z) - 1);
                z -= current / slope;
            }
            nodes[i] = 0.5 * (1 - z);
            weights[i] = 1 / ((1 - (z * z)) * slope * slope);
        }
    }

    /// <summary>Four points: exact for polynomials up to degree 7.</summary>
    public static GaussLegendre Four { get; } = new(4);

    /// <summary>Eight points: exact for polynomials up to degree 15.</summary>
    public static GaussLegendre Eight { get; } = new(8);

    /// <summary>Twelve points: exact for polynomials up to degree 23.</summary>
    public static GaussLegendre Twelve { get; } = new(12);

    /// <summary>Sixteen points: exact for polynomials up to degree 31.</summary>
    public static GaussLegendre Sixteen { get; } = new(16);

    /// <summary>Nodes in (0, 1), rising.</summary>
    public ReadOnlySpan<double> Nodes => nodes;

    /// <summary>Weights that add to 1.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>∫ f over [from, to].</summary>
    public double Integrate(Func<double, double> f, double from, double to)
    {
        double length = to - from, sum = 0;
        for (int i = 0; i < nodes.Length; i++)
            sum += weights[i] * f(from + (nodes[i] * length));
        return sum * length;
    }

    /// <summary>∫ f over [from, to] in equal panels no longer than <paramref name="longestPanel"/>.</summary>
    public double Integrate(Func<double, double> f, double from, double to, double longestPanel)
    {
        int panels = Math.Max(1, (int)Math.Ceiling((to - from) / longestPanel));
        double length = (to - from) / panels, sum = 0;
        for (int i = 0; i < panels; i++)
            sum += Integrate(f, from + (i * length), from + ((i + 1) * length));
        return sum;
    }
}
