using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Segmentation.Calendar;

/// <summary>
/// Revenue, orders and customers by calendar month. Parts of the base are counted apart and merged; sums are exact. Not thread-safe.
/// </summary>
public sealed class MonthlyActivity
{
    private readonly Dictionary<int, Cell> months = [];
    private readonly int asOfDay;
    private readonly int lostAfterDays;

    /// <summary>Starts empty.</summary>
    /// <param name="asOfDay">As-of date in days since 1970-01-01.</param>
    /// <param name="lostAfterDays">Days without a purchase after which a customer counts as lost, in the month that this happens; 1 or more.</param>
    public MonthlyActivity(int asOfDay, int lostAfterDays)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lostAfterDays);
        (this.asOfDay, this.lostAfterDays) = (asOfDay, lostAfterDays);
    }

    /// <summary>Counts a customer.</summary>
    /// <param name="firstDay">Day of its first purchase; null for a customer without any.</param>
    /// <param name="days">Its days, ascending, none after the as-of date.</param>
    public void Add(int? firstDay, ReadOnlySpan<ActivityDay> days)
    {
        int lastActive = int.MinValue;
        int? lastDay = null;
        foreach (ActivityDay day in days)
        {
            int month = Month.Of(day.Day);
            ref Cell cell = ref At(month);
            cell.NetMoney += day.Amount;
            cell.Orders += day.Orders;
            if (day.Orders == 0)
                continue;
            lastDay = day.Day;
            cell.Active += month == lastActive ? 0 : 1;
            lastActive = month;
        }
        if (firstDay is { } first)
            At(Month.Of(first)).New++;
        if (lastDay + lostAfterDays is { } lost && lost <= asOfDay)
            At(Month.Of(lost)).Lost++;
    }

    /// <summary>Adds the counts of another part of the base.</summary>
    public void Merge(MonthlyActivity other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.asOfDay != asOfDay || other.lostAfterDays != lostAfterDays)
            throw new ArgumentException("Both parts must have the same as-of date and limit.", nameof(other));
        foreach ((int month, Cell theirs) in other.months)
        {
            ref Cell cell = ref At(month);
            cell.NetMoney += theirs.NetMoney;
            cell.Orders += theirs.Orders;
            cell.Active += theirs.Active;
            cell.New += theirs.New;
            cell.Lost += theirs.Lost;
        }
    }

    /// <summary>Every month from the first with anything in it to the as-of month, with trend and seasonal indices of the revenue.</summary>
    public Seasonality Report()
    {
        if (months.Count == 0)
            return new Seasonality([], null);
        int first = months.Keys.Min(), last = Math.Max(Month.Of(asOfDay), months.Keys.Max());
        Cell[] cells = [.. Enumerable.Range(first, last - first + 1).Select(m => months.GetValueOrDefault(m))];
        int complete = Month.IsLastDay(asOfDay) ? cells.Length : cells.Length - 1;
        double[] revenue = [.. cells.Take(complete).Select(c => new Money(c.NetMoney).ToDouble())];
        double?[] trend = Decomposition.Trend(revenue);
        IReadOnlyList<double>? indices = Decomposition.SeasonalIndices(revenue, trend, first % 12);
        return new Seasonality(
            [.. cells.Select((c, i) => new ActivityMonth(
                Month.FirstDay(first + i), i < complete, new Money(c.NetMoney), c.Orders, c.Active, c.New, c.Lost, i < complete ? trend[i] : null))],
            indices);
    }

    private ref Cell At(int month) => ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(months, month, out _);

    private struct Cell
    {
        public Int128 NetMoney;
        public long Orders;
        public long Active;
        public long New;
        public long Lost;
    }
}

/// <summary>The base month by month.</summary>
/// <param name="Months">Consecutive months.</param>
/// <param name="SeasonalIndices">
/// For January to December the month's revenue against the trend, 1 on average; null below 24 complete months or without revenue.
/// </param>
public sealed record Seasonality(IReadOnlyList<ActivityMonth> Months, IReadOnlyList<double>? SeasonalIndices);

/// <summary>One month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="IsComplete">Whether the as-of date lies at or after its end.</param>
/// <param name="Revenue">Net money.</param>
/// <param name="Orders">Orders.</param>
/// <param name="Active">Customers with a purchase.</param>
/// <param name="New">Customers with their first purchase.</param>
/// <param name="Lost">Customers whose silence reached the limit in this month.</param>
/// <param name="Trend">Centred twelve-month moving average of the revenue in currency units; null within half a year of either end.</param>
public sealed record ActivityMonth(DateOnly Month, bool IsComplete, Money Revenue, long Orders, long Active, long New, long Lost, double? Trend);
