using System.Collections.Concurrent;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Intervals;

/// <summary>
/// Distribution functions of a customer's future money, kept in tables. Given x repeat purchases of mean m, a customer's n future purchases together are (γ + x·m) times a
/// beta-prime variable w with parameters (p·n, q + p·x) (Fader &amp; Hardie 2013, note 025: gamma values with a gamma rate). On the scale of its own location and width ln w has
/// nearly one shape for all large n and x, so a table is made for n and x up to 16 and for every number 12 % larger beyond. Thread-safe; a table's content does not depend on who asks first.
/// </summary>
internal sealed class SpendTable(GammaGamma[] points, GammaGamma estimate)
{
    private const int Reach = 8;
    private const int StepsPerWidth = 8;
    private const int Exact = 16;
    private const double LatticeRatio = 1.12;
    private const double Saturated = 1e-7;
    private const int Kept = 64;
    private readonly ConcurrentDictionary<(int X, int N), float[]> rows = new();
    private readonly ConcurrentDictionary<int, SpendComponent?[]> columns = new();

    /// <summary>The spend model whose γ + x·m the tabulated w is multiplied with.</summary>
    public GammaGamma Estimate => estimate;

    /// <summary>The distribution of ln w for n purchases after x known ones. Those of small whole n are asked for again and again, and kept.</summary>
    public SpendComponent Component(double n, int x)
    {
        if (n > Kept || n != Math.Floor(n))
            return new SpendComponent(Location(n, x), Width(n, x), Row(n, x));
        return columns.GetOrAdd(x, static _ => new SpendComponent?[Kept + 1])[(int)n] ??= new SpendComponent(Location(n, x), Width(n, x), Row(n, x));
    }

    /// <summary>Location of ln w: near its mean, ψ(p·n) − ψ(q + p·x).</summary>
    public double Location(double n, double x)
    {
        double a = estimate.P * n, b = estimate.Q + (estimate.P * x);
        return Math.Log(a / b) - (0.5 / a) + (0.5 / b);
    }

    /// <summary>Width of ln w: near its standard deviation.</summary>
    public double Width(double n, double x)
    {
        double a = estimate.P * n, b = estimate.Q + (estimate.P * x);
        return Math.Sqrt((1 / a) + (0.5 / (a * a)) + (1 / b) + (0.5 / (b * b)));
    }

    /// <summary>The table for n purchases after x known ones, to be read with <see cref="Read"/>.</summary>
    public float[] Row(double n, int x) => rows.GetOrAdd((OnLattice(x), OnLattice(n)), Make);

    /// <summary>P(ln w ≤ location + width · z) by linear interpolation; the error, with that of the lattice, is below 0.0015.</summary>
    public static double Read(float[] row, double z)
    {
        double at = (z + Reach) * StepsPerWidth;
        if (!(at > 0))
            return 0;
        int i = (int)at;
        return i >= row.Length - 1 ? 1 : row[i] + ((at - i) * (row[i + 1] - row[i]));
    }

    /// <summary>P(w ≤ e^<paramref name="logW"/>) from the incomplete beta function, averaged over the parameter points.</summary>
    public double Compute(double n, double x, double logW)
    {
        // How far γ matters beside x·m is taken at a mean spend that is typical; for x = 0 that is no approximation.
        double w = Math.Exp(logW), typical = x * estimate.Gamma * estimate.P / Math.Max(1, estimate.Q - 1), sum = 0;
        foreach (var point in points)
        {
            double scale = (point.Gamma + typical) / (estimate.Gamma + typical);
            sum += IncompleteBeta.Regularised(point.P * n, point.Q + (point.P * x), w / (w + scale), scale / (w + scale));
        }
        return sum / points.Length;
    }

    private float[] Make((int X, int N) key)
    {
        double location = Location(key.N, key.X), width = Width(key.N, key.X);
        var row = new float[(2 * Reach * StepsPerWidth) + 1];
        int middle = Reach * StepsPerWidth;
        double value = 1;
        for (int i = middle; i >= 0 && value > Saturated; i--)
            row[i] = (float)(value = Compute(key.N, key.X, location + (width * (i - middle) / StepsPerWidth)));
        value = 0;
        for (int i = middle + 1; i < row.Length; i++)
            row[i] = (float)(value = value < 1 - Saturated ? Compute(key.N, key.X, location + (width * (i - middle) / StepsPerWidth)) : 1);
        return row;
    }

    private static int OnLattice(double value) =>
        value <= Exact ? (int)Math.Round(value) : (int)Math.Round(Exact * Math.Pow(LatticeRatio, Math.Round(Math.Log(value / Exact, LatticeRatio))));
}

/// <summary>The distribution function of ln w, tabulated on its own location and width.</summary>
internal sealed record SpendComponent(double Location, double Width, float[] Row)
{
    /// <summary>P(w ≤ e^<paramref name="logW"/>).</summary>
    public double Cumulative(double logW) => SpendTable.Read(Row, (logW - Location) / Width);
}
