using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Clv.Discrete;

/// <summary>Fits BG/BB.</summary>
internal static class BgBbFit
{
    private static readonly string[] Names = ["alpha", "beta", "gamma", "delta"];

    public static FitResult<BgBb> Fit(IEnumerable<(DiscreteHistory History, double Weight)> rows, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (DiscreteHistory History, double Weight)[] groups =
        [
            .. rows.Select(Checked).GroupBy(row => row.History)
                .OrderBy(group => group.Key.Opportunities).ThenBy(group => group.Key.Frequency).ThenBy(group => group.Key.Recency)
                .Select(group => (group.Key, group.Select(row => row.Weight).Order().Sum())),
        ];
        var likelihood = new BgBbLikelihood(groups);
        FitEvidence evidence = TooLittle(groups, likelihood.Customers, options) ?? new MaximumLikelihood(
            likelihood, likelihood, new Box([-7, -7, -7, -7], [10, 10, 10, 10]),
            [[0, 0, 0, 1], [0.5, 0.5, -0.5, 1], [-0.7, 0.7, -0.7, 0.7], [1, 2, 1, 3]], Names, options).Fit();
        return new FitResult<BgBb>(evidence, likelihood.Customers, (p, _) => new BgBb(p[0], p[1], p[2], p[3]));
    }

    private static (DiscreteHistory History, double Weight) Checked((DiscreteHistory History, double Weight) row)
    {
        if (!row.History.IsLegal)
            throw new ArgumentException($"{row.History} is not legal: 0 ≤ x ≤ t_x ≤ n is needed, and t_x = 0 exactly when x = 0.", nameof(row));
        if (!(row.Weight >= 0 && double.IsFinite(row.Weight)))
            throw new ArgumentException(FormattableString.Invariant($"The weight {row.Weight} of {row.History} is not finite and 0 or more."), nameof(row));
        return row;
    }

    private static FitEvidence? TooLittle((DiscreteHistory History, double Weight)[] groups, double customers, FitOptions options)
    {
        double repeaters = groups.Where(group => group.History.Frequency > 0).Sum(group => group.Weight);
        string? reason = customers < options.MinimumCustomers
            ? FormattableString.Invariant($"There are {customers} customers; at least {options.MinimumCustomers} are needed.")
            : repeaters < options.MinimumRepeatCustomers
                ? FormattableString.Invariant($"There are {repeaters} customers with a repeat purchase; at least {options.MinimumRepeatCustomers} are needed.")
                : groups.Max(group => group.History.Opportunities) < 3
                    ? "There are fewer than 3 opportunities, too few to tell inactive customers from those who skip."
                    : null;
        return reason is null ? null : DataRules.Unfitted(Names, [0, 1, 0, 1], double.NaN, reason);
    }
}
