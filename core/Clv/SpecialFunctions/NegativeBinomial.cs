namespace ServerlessSeg.Core.Clv.SpecialFunctions;

/// <summary>
/// The count of a Poisson process whose rate is gamma distributed: shape e, rate A, over a time h. P(N = m) = (e)_m/m! · u^m (1 − u)^e
/// with u = h/(A + h).
/// </summary>
internal readonly struct NegativeBinomial
{
    private readonly double logMiss;

    public NegativeBinomial(double shape, double rate, double time)
    {
        Shape = shape;
        Hit = time / (rate + time);
        Miss = rate / (rate + time);
        Mean = shape * time / rate;
        logMiss = -Precise.Log1P(time / rate);
    }

    public double Shape { get; }

    /// <summary>u = h/(A + h).</summary>
    public double Hit { get; }

    /// <summary>1 − u, without cancellation.</summary>
    public double Miss { get; }

    public double Mean { get; }

    public double Deviation => Math.Sqrt(Mean / Miss);

    public double LogMass(int m)
    {
        if (m == 0)
            return Shape * logMiss;
        return GammaFunction.Log(Shape + m) - GammaFunction.Log(Shape) - GammaFunction.Log(m + 1.0) + (m * Math.Log(Hit)) + (Shape * logMiss);
    }

    /// <summary>P(N = m + 1) / P(N = m).</summary>
    public double Ratio(int m) => Hit * (Shape + m) / (m + 1);

    /// <summary>P(N ≥ m).</summary>
    public double AtLeast(int m)
    {
        if (m <= 0)
            return 1;
        return m == 1 ? -Precise.ExpM1(Shape * logMiss) : IncompleteBeta.Regularised(m, Shape, Hit, Miss);
    }

    /// <summary>P(from ≤ N &lt; to).</summary>
    public double Between(int from, int to)
    {
        double mass = Math.Exp(LogMass(from)), sum = 0;
        for (int m = from; m < to; m++)
        {
            sum += mass;
            mass *= Ratio(m);
        }
        return sum;
    }
}
