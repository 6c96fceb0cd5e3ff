namespace ServerlessSeg.Core.Clv.Contract;

/// <summary>
/// How many contracts came up for their 1st, 2nd, … renewal and how many renewed. These sums over all cohorts are all that the contractual models need
/// of the data. Immutable.
/// </summary>
public sealed class RenewalCounts
{
    private readonly double[] atRisk;
    private readonly double[] renewed;

    private RenewalCounts(double[] atRisk, double[] renewed) => (this.atRisk, this.renewed) = (atRisk, renewed);

    /// <summary>Renewals observed for the oldest cohort.</summary>
    public int Periods => atRisk.Length;

    /// <summary>Customers who started.</summary>
    public double Customers { get; private init; }

    /// <summary>Contracts that came up for each renewal, the first at index 0.</summary>
    public ReadOnlySpan<double> AtRisk => atRisk;

    /// <summary>Those of <see cref="AtRisk"/> that renewed.</summary>
    public ReadOnlySpan<double> Renewed => renewed;

    /// <summary>One cohort: customers at the start, after the first renewal, after the second, and so on.</summary>
    /// <exception cref="ArgumentException">A count is negative, not finite, or larger than the one before it.</exception>
    public static RenewalCounts FromSurvivors(params ReadOnlySpan<double> survivors)
    {
        for (int t = 0; t < survivors.Length; t++)
        {
            if (!(survivors[t] >= 0 && double.IsFinite(survivors[t])) || (t > 0 && survivors[t] > survivors[t - 1]))
                throw new ArgumentException(FormattableString.Invariant($"Survivors after renewal {t} are {survivors[t]}; counts must be finite, 0 or more, and never rise."), nameof(survivors));
        }
        return survivors.IsEmpty
            ? new RenewalCounts([], [])
            : new RenewalCounts(survivors[..^1].ToArray(), survivors[1..].ToArray()) { Customers = survivors[0] };
    }

    /// <summary>All cohorts together, each counted from its own start.</summary>
    public static RenewalCounts Combine(params IReadOnlyList<RenewalCounts> cohorts)
    {
        ArgumentNullException.ThrowIfNull(cohorts);
        int periods = cohorts.Count == 0 ? 0 : cohorts.Max(cohort => cohort.Periods);
        double[] atRisk = new double[periods], renewed = new double[periods];
        foreach (var cohort in cohorts)
        {
            for (int t = 0; t < cohort.Periods; t++)
            {
                atRisk[t] += cohort.atRisk[t];
                renewed[t] += cohort.renewed[t];
            }
        }
        return new RenewalCounts(atRisk, renewed) { Customers = cohorts.Sum(cohort => cohort.Customers) };
    }
}
