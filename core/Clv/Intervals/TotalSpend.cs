namespace ServerlessSeg.Core.Clv.Intervals;

/// <summary>
/// The money of a random number of purchases, in units of γ + x·m: but for that factor everybody with the same x and the same outlook of counts has one distribution.
/// </summary>
internal sealed class TotalSpend
{
    private const int MostPoints = 48;
    private const double Negligible = 1e-4;
    private const double LogPrecision = 1e-4;
    private readonly double none;
    private readonly double[] probabilities;
    private readonly SpendComponent[] components;

    /// <summary>Prepares the mixture over counts.</summary>
    /// <param name="table">The distribution of the money of a given number of purchases.</param>
    /// <param name="frequency">x: purchases whose mean is known.</param>
    /// <param name="cumulative">P(Y ≤ n) of the future purchases.</param>
    public TotalSpend(SpendTable table, int frequency, double[] cumulative)
    {
        none = cumulative[0];
        (double[] counts, probabilities) = Condense(cumulative);
        components = Array.ConvertAll(counts, n => table.Component(n, frequency));
    }

    /// <summary>P(total ≤ w · (γ + x·m)).</summary>
    public double Cumulative(double w) => w > 0 ? CumulativeAt(Math.Log(w)) : w < 0 ? 0 : none;

    /// <summary>The smallest w with <see cref="Cumulative"/> at least the probability, to one part in ten thousand.</summary>
    public double Quantile(double probability)
    {
        if (probability <= none || components.Length == 0)
            return 0;
        double low = Near(probability), high = low, below = CumulativeAt(low) - probability, above = below;
        for (double step = 0.5; below > 0 && low > -600; step *= 2)
            (high, above, low, below) = (low, below, low - step, CumulativeAt(low - step) - probability);
        for (double step = 0.5; above < 0 && high < 600; step *= 2)
            (low, below, high, above) = (high, above, high + step, CumulativeAt(high + step) - probability);
        return Math.Exp(Root(low, below, high, above, probability));
    }

    /// <summary>Where the money of the probability's own count lies, which is not far off.</summary>
    private double Near(double probability)
    {
        double reached = none;
        int at = 0;
        while (at < components.Length - 1 && (reached += probabilities[at]) < probability)
            at++;
        return components[at].Location;
    }

    private double CumulativeAt(double logW)
    {
        double sum = none;
        for (int i = 0; i < components.Length; i++)
            sum += probabilities[i] * components[i].Cumulative(logW);
        return sum;
    }

    /// <summary>False position with the Illinois correction, in ln w.</summary>
    private double Root(double low, double below, double high, double above, double probability)
    {
        int side = 0;
        for (int i = 0; i < 60 && high - low > LogPrecision; i++)
        {
            double middle = above - below > 0 ? low - (below * (high - low) / (above - below)) : (low + high) / 2;
            double value = CumulativeAt(middle) - probability;
            if (Math.Abs(value) < LogPrecision * Math.Min(probability, 1 - probability))
                return middle;
            if (value < 0)
            {
                (low, below) = (middle, value);
                above = side == -1 ? above / 2 : above;
                side = -1;
            }
            else
            {
                (high, above) = (middle, value);
                below = side == 1 ? below / 2 : below;
                side = 1;
            }
        }
        return (low + high) / 2;
    }

    /// <summary>The counts above 0, neighbours put together at their mean so that about <see cref="MostPoints"/> are left and none has next to no probability.</summary>
    private static (double[] Counts, double[] Probabilities) Condense(double[] cumulative)
    {
        double bought = 1 - cumulative[0], smallest = Math.Max(Negligible, cumulative.Length > MostPoints ? bought / MostPoints : 0);
        var counts = new List<double>();
        var probabilities = new List<double>();
        double mass = 0, weighted = 0;
        for (int n = 1; n < cumulative.Length; n++)
        {
            double p = cumulative[n] - cumulative[n - 1];
            (mass, weighted) = (mass + p, weighted + (p * n));
            if (mass >= smallest || (n == cumulative.Length - 1 && mass > 0))
            {
                counts.Add(weighted / mass);
                probabilities.Add(mass);
                (mass, weighted) = (0, 0);
            }
        }
        return ([.. counts], [.. probabilities]);
    }
}
