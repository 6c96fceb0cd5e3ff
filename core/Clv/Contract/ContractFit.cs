using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Clv.Contract;

/// <summary>Fits the contractual models.</summary>
internal static class ContractFit
{
    private const double Lowest = -9;
    private const double Highest = 12;

    public static FitResult<ShiftedBetaGeometric> ShiftedBetaGeometric(RenewalCounts counts, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(counts);
        string[] names = ["alpha", "beta"];
        var likelihood = new ShiftedBetaGeometricLikelihood(counts);
        FitEvidence evidence = TooLittle(counts, options, names, [0, 1]) ?? new MaximumLikelihood(
            likelihood, likelihood, new Box([Lowest, Lowest], [Highest, Highest]),
            [Logs(0.7, 2), Logs(0.3, 0.5), Logs(2, 10), Logs(20, 60)], names, options).Fit();
        return new FitResult<ShiftedBetaGeometric>(evidence, counts.Customers, (p, _) => new ShiftedBetaGeometric(p[0], p[1]));
    }

    public static FitResult<BetaDiscreteWeibull> BetaDiscreteWeibull(RenewalCounts counts, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(counts);
        string[] names = ["gamma", "delta", "c"];
        FitEvidence? evidence = TooLittle(counts, options, names, [0, 1, 0]);
        if (evidence is null)
        {
            var nested = ShiftedBetaGeometric(counts, options).Model;
            var likelihood = new BetaDiscreteWeibullLikelihood(counts);
            evidence = new MaximumLikelihood(
                likelihood, likelihood, new Box([Lowest, Lowest, -3], [Highest, Highest, 2]),
                [Logs(nested.Alpha, nested.Beta, 1), Logs(0.5, 1, 1.5), Logs(2, 8, 0.7), Logs(1, 3, 1)], names, options).Fit();
        }
        return new FitResult<BetaDiscreteWeibull>(evidence, counts.Customers, (p, _) => new BetaDiscreteWeibull(p[0], p[1], p[2]));
    }

    private static double[] Logs(params double[] values) => Array.ConvertAll(values, Math.Log);

    /// <summary>Each parameter needs a renewal of its own, and nothing is learned where nobody could leave.</summary>
    private static FitEvidence? TooLittle(RenewalCounts counts, FitOptions options, string[] names, double[] rough)
    {
        string? reason = counts.Customers < options.MinimumCustomers
            ? FormattableString.Invariant($"There are {counts.Customers} customers; at least {options.MinimumCustomers} are needed.")
            : counts.Periods < names.Length
                ? FormattableString.Invariant($"There are {counts.Periods} renewals; {names.Length} parameters need at least as many.")
                : null;
        return reason is null ? null : DataRules.Unfitted(names, rough, double.NaN, reason);
    }
}
