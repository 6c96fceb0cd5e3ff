using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Evaluation;

/// <summary>Repeat purchases up to the end of a week.</summary>
/// <param name="Week">Whole weeks since the first customer's first purchase day, from 1.</param>
/// <param name="Actual">Repeat purchases so far.</param>
/// <param name="Expected">Σ over customers already won of E[X(time since the first purchase)].</param>
public readonly record struct TrackingRow(int Week, int Actual, double Expected);

/// <summary>
/// Cumulative repeat purchases, week by week through calibration and holdout, against the model's expectation (Fader, Hardie &amp; Lee
/// 2005, fig. 2). It uses nothing of a customer but the day of the first purchase, so it judges the model, not the conditioning.
/// </summary>
public static class CumulativeTracking
{
    /// <summary>One row for every week that ends within the data. Week w covers the 7 days from day 7(w − 1) after the first purchase of all.</summary>
    /// <param name="split">The customers.</param>
    /// <param name="model">The model, in the split's time unit.</param>
    public static IReadOnlyList<TrackingRow> Of(CalibrationHoldout split, ICustomerBaseModel model)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(model);
        if (split.Customers.Count == 0)
            return [];
        var cohorts = split.Customers.GroupBy(c => c.FirstDay).OrderBy(g => g.Key).Select(g => (FirstDay: g.Key, Customers: g.Count())).ToList();
        int start = cohorts[0].FirstDay;
        int weeks = (split.EndDay - start + 1) / 7;
        double daysPerUnit = PurchaseHistories.DaysIn(split.Unit);
        var expectedByAge = new Dictionary<int, double>();
        int[] perWeek = new int[weeks + 1];
        foreach (var (day, purchases) in split.RepeatPurchasesByDay)
            perWeek[Math.Min(weeks, (day - start) / 7)] += purchases;
        var rows = new TrackingRow[weeks];
        for (int week = 1, actual = 0; week <= weeks; week++)
        {
            actual += perWeek[week - 1];
            double expected = 0;
            foreach (var (firstDay, customers) in cohorts)
            {
                int age = start + 7 * week - firstDay;
                if (age <= 0)
                    break;
                if (!expectedByAge.TryGetValue(age, out double each))
                    expectedByAge[age] = each = model.ExpectedTransactions(age / daysPerUnit);
                expected += customers * each;
            }
            rows[week - 1] = new TrackingRow(week, actual, expected);
        }
        return rows;
    }
}
