using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Segmentation.Calendar;

/// <summary>
/// Cohorts: customers by the month of their first purchase, and for every month since then how many bought and how much. Parts of the
/// base are counted apart and merged; sums are exact. Not thread-safe.
/// </summary>
public sealed class CohortTable
{
    private readonly Dictionary<int, Cell[]> cohorts = [];
    private readonly int asOfMonth;

    /// <summary>Starts empty.</summary>
    /// <param name="asOfDay">As-of date in days since 1970-01-01: cohorts are followed up to its month.</param>
    public CohortTable(int asOfDay) => asOfMonth = Month.Of(asOfDay);

    /// <summary>Counts a customer with at least one purchase.</summary>
    /// <param name="firstDay">Day of its first purchase.</param>
    /// <param name="days">Its days, ascending, none after the as-of date. Money before the first purchase counts in the first month.</param>
    public void Add(int firstDay, ReadOnlySpan<ActivityDay> days)
    {
        int cohort = Month.Of(firstDay), lastActive = int.MinValue;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cohort, asOfMonth, nameof(firstDay));
        if (!cohorts.TryGetValue(cohort, out Cell[]? cells))
            cohorts.Add(cohort, cells = new Cell[asOfMonth - cohort + 1]);
        foreach (ActivityDay day in days)
        {
            int since = Math.Max(0, Month.Of(day.Day) - cohort);
            ref Cell cell = ref cells[since];
            cell.NetMoney += day.Amount;
            if (day.Orders == 0 || since == lastActive)
                continue;
            cell.Active++;
            cell.Kept += lastActive == since - 1 ? 1 : 0;
            lastActive = since;
        }
    }

    /// <summary>Adds the counts of another part of the base.</summary>
    public void Merge(CohortTable other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.asOfMonth != asOfMonth)
            throw new ArgumentException("Both parts must have the same as-of month.", nameof(other));
        foreach ((int cohort, Cell[] theirs) in other.cohorts)
        {
            if (!cohorts.TryGetValue(cohort, out Cell[]? ours))
                cohorts.Add(cohort, ours = new Cell[theirs.Length]);
            for (int i = 0; i < ours.Length; i++)
            {
                ours[i].Active += theirs[i].Active;
                ours[i].Kept += theirs[i].Kept;
                ours[i].NetMoney += theirs[i].NetMoney;
            }
        }
    }

    /// <summary>The cohorts by month, each followed to the as-of month.</summary>
    public IReadOnlyList<Cohort> Cohorts() =>
    [
        .. cohorts.OrderBy(c => c.Key).Select(c => new Cohort(Month.FirstDay(c.Key), c.Value[0].Active,
        [
            .. c.Value.Select((cell, since) => new CohortMonth(
                since,
                cell.Active,
                new Money(cell.NetMoney),
                (double)cell.Active / c.Value[0].Active,
                c.Value[0].NetMoney == 0 ? 0 : (double)cell.NetMoney / (double)c.Value[0].NetMoney,
                since == 0 || c.Value[since - 1].Active == 0 ? null : 1 - ((double)cell.Kept / c.Value[since - 1].Active))),
        ])),
    ];

    private struct Cell
    {
        public long Active;
        public long Kept;
        public Int128 NetMoney;
    }
}

/// <summary>Customers who first bought in one month.</summary>
/// <param name="FirstMonth">First day of that month.</param>
/// <param name="Customers">How many.</param>
/// <param name="Months">That month and every one since, up to the as-of month, which may be incomplete.</param>
public sealed record Cohort(DateOnly FirstMonth, long Customers, IReadOnlyList<CohortMonth> Months);

/// <summary>A cohort some months after its first.</summary>
/// <param name="MonthsSince">0 for the first month.</param>
/// <param name="Active">Customers with a purchase in the month.</param>
/// <param name="NetMoney">Net money of the month.</param>
/// <param name="Retention">Active ÷ customers of the cohort.</param>
/// <param name="MoneyRetention">Net money ÷ that of the first month; 0 where that is 0.</param>
/// <param name="Churn">Share of those active in the month before who are not active in this one; null for the first month and after a month without any.</param>
public sealed record CohortMonth(int MonthsSince, long Active, Money NetMoney, double Retention, double MoneyRetention, double? Churn);
