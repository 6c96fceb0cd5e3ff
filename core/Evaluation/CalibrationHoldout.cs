using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Evaluation;

/// <summary>One purchase day of a customer.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Amount">Money of that day, net of matched refunds.</param>
public readonly record struct PurchaseDay(int Day, double Amount);

/// <summary>
/// Cuts every customer's purchases at a date: what a model may see before it and what it is judged by after it. The customers are those who had
/// bought by the split date; who came later is nobody's to predict.
/// </summary>
public sealed class CalibrationHoldout
{
    private CalibrationHoldout(TimeUnit unit, int splitDay, int endDay, List<CustomerSplit> customers, SortedDictionary<int, int> repeatPurchasesByDay)
    {
        Unit = unit;
        SplitDay = splitDay;
        EndDay = endDay;
        Customers = customers;
        RepeatPurchasesByDay = repeatPurchasesByDay;
    }

    /// <summary>The unit of every time in <see cref="Customers"/>.</summary>
    public TimeUnit Unit { get; }

    /// <summary>The last day of calibration, inclusive.</summary>
    public int SplitDay { get; }

    /// <summary>The last day of the holdout, inclusive.</summary>
    public int EndDay { get; }

    /// <summary>Length of the holdout in <see cref="Unit"/>.</summary>
    public double Horizon => (EndDay - SplitDay) / PurchaseHistories.DaysIn(Unit);

    /// <summary>The customers in the order they were given, without those who first bought after the split.</summary>
    public IReadOnlyList<CustomerSplit> Customers { get; }

    /// <summary>Repeat purchases of these customers on each day of either period that has any, by day.</summary>
    public IReadOnlyDictionary<int, int> RepeatPurchasesByDay { get; }

    /// <summary>Cuts at the end of <paramref name="splitDay"/>.</summary>
    /// <param name="customers">For each customer the purchase days in ascending order, no day twice (one day is one purchase).</param>
    /// <param name="splitDay">The last day of calibration, inclusive.</param>
    /// <param name="endDay">The last day of the holdout, inclusive; purchases after it are ignored.</param>
    /// <param name="unit">The unit of the histories.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="endDay"/> is not after <paramref name="splitDay"/>.</exception>
    /// <exception cref="ArgumentException">A customer's days are not ascending.</exception>
    public static CalibrationHoldout Split(IEnumerable<IReadOnlyList<PurchaseDay>> customers, int splitDay, int endDay, TimeUnit unit)
    {
        ArgumentNullException.ThrowIfNull(customers);
        if (endDay <= splitDay)
            throw new ArgumentOutOfRangeException(nameof(endDay), endDay, FormattableString.Invariant($"The holdout must end after the split on day {splitDay}."));
        var splits = new List<CustomerSplit>();
        var repeatsByDay = new SortedDictionary<int, int>();
        int index = 0;
        foreach (var days in customers)
        {
            if (days.Count > 0 && days[0].Day <= splitDay)
                splits.Add(SplitOne(days, index, splitDay, endDay, PurchaseHistories.DaysIn(unit), repeatsByDay));
            index++;
        }
        return new CalibrationHoldout(unit, splitDay, endDay, splits, repeatsByDay);
    }

    /// <summary>Takes customers that were cut elsewhere; <see cref="RepeatPurchasesByDay"/> is empty then.</summary>
    /// <param name="customers">The customers who had bought by the split date.</param>
    /// <param name="splitDay">The last day of calibration, inclusive.</param>
    /// <param name="endDay">The last day of the holdout, inclusive.</param>
    /// <param name="unit">The unit of the histories.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="endDay"/> is not after <paramref name="splitDay"/>.</exception>
    public static CalibrationHoldout Of(IEnumerable<CustomerSplit> customers, int splitDay, int endDay, TimeUnit unit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(endDay, splitDay);
        return new CalibrationHoldout(unit, splitDay, endDay, [.. customers], []);
    }

    private static CustomerSplit SplitOne(IReadOnlyList<PurchaseDay> days, int index, int splitDay, int endDay, double daysPerUnit, SortedDictionary<int, int> repeatsByDay)
    {
        int first = days[0].Day, last = first, x = 0, lastPeriod = 0, holdout = 0;
        double sumLogGaps = 0, repeatSpend = 0, holdoutSpend = 0;
        int lastPeriodStart = splitDay - (endDay - splitDay);
        for (int i = 1; i < days.Count; i++)
        {
            var (day, amount) = days[i];
            if (day <= days[i - 1].Day)
                throw new ArgumentException(FormattableString.Invariant($"Customer {index} (counted from 0) has day {day} after day {days[i - 1].Day}; the days must ascend."), nameof(days));
            if (day > endDay)
                break;
            repeatsByDay[day] = repeatsByDay.GetValueOrDefault(day) + 1;
            if (day > splitDay)
            {
                holdout++;
                holdoutSpend += amount;
                continue;
            }
            x++;
            repeatSpend += amount;
            sumLogGaps += Math.Log((day - last) / daysPerUnit);
            last = day;
            if (day > lastPeriodStart)
                lastPeriod++;
        }
        var history = new PurchaseHistory(x, (last - first) / daysPerUnit, (splitDay - first) / daysPerUnit, sumLogGaps);
        return new CustomerSplit(index, first, history, x == 0 ? double.NaN : repeatSpend / x, lastPeriod, holdout, holdoutSpend);
    }
}

/// <summary>One customer's calibration history and holdout truth.</summary>
/// <param name="Index">Position in the sequence that was split.</param>
/// <param name="FirstDay">Day of the first purchase.</param>
/// <param name="History">What the models see.</param>
/// <param name="MeanRepeatSpend">Mean money of the repeat days in calibration; NaN where there is none.</param>
/// <param name="LastPeriodPurchases">Repeat purchases within the stretch before the split that is as long as the holdout.</param>
/// <param name="HoldoutPurchases">Purchases after the split.</param>
/// <param name="HoldoutSpend">Their money.</param>
public readonly record struct CustomerSplit(int Index, int FirstDay, PurchaseHistory History, double MeanRepeatSpend, int LastPeriodPurchases, int HoldoutPurchases, double HoldoutSpend);
