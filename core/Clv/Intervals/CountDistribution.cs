namespace ServerlessSeg.Core.Clv.Intervals;

/// <summary>Probabilities of 0, 1, 2, … purchases while they are being added up.</summary>
internal sealed class CountDistribution
{
    private double[] mass = new double[32];

    /// <summary>One more than the largest count with mass.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<double> Mass => mass.AsSpan(0, Length);

    public void Add(int count, double probability)
    {
        if (count >= Length)
        {
            if (count >= mass.Length)
                Array.Resize(ref mass, Math.Max(count + 1, 2 * mass.Length));
            Length = count + 1;
        }
        mass[count] += probability;
    }

    public void Add(CountDistribution other, double weight)
    {
        if (other.Length == 0)
            return;
        Add(other.Length - 1, 0);
        for (int n = 0; n < other.Length; n++)
            mass[n] += weight * other.mass[n];
    }

    /// <summary>E[Y] and E[Y²], for mass that adds up to 1.</summary>
    public (double Mean, double Square) Moments()
    {
        double mean = 0, square = 0;
        for (int n = 0; n < Length; n++)
        {
            mean += n * mass[n];
            square += (double)n * n * mass[n];
        }
        return (mean, square);
    }

    /// <summary>The running sums, brought to end at 1 exactly.</summary>
    public double[] Cumulative()
    {
        double[] cumulative = new double[Math.Max(1, Length)];
        double sum = 0;
        for (int n = 0; n < Length; n++)
            cumulative[n] = sum += mass[n];
        for (int n = 0; n < Length; n++)
            cumulative[n] = sum > 0 ? Math.Min(1, cumulative[n] / sum) : 1;
        cumulative[^1] = 1;
        return cumulative;
    }
}
