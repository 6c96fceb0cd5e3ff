using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation.Calendar;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Segmentation.Calendar;

public sealed class MonthlyActivityTests
{
    [Fact]
    public void Report_CountsRevenueOrdersAndCustomers()
    {
        MonthlyActivity one = new(Day(2020, 3, 20), lostAfterDays: 30), two = new(Day(2020, 3, 20), lostAfterDays: 30);
        one.Add(Day(2020, 1, 5), [new(Day(2020, 1, 5), 100, 2), new(Day(2020, 1, 9), 50, 1)]);
        two.Add(Day(2020, 1, 31), [new(Day(2020, 1, 31), 10, 1), new(Day(2020, 3, 1), 20, 1), new(Day(2020, 3, 2), -5, 0)]);
        two.Add(null, [new(Day(2020, 3, 3), -1, 0)]);
        one.Merge(two);
        Seasonality report = one.Report();
        Assert.Equal(
        [
            new ActivityMonth(new DateOnly(2020, 1, 1), true, new Money(160), 4, 2, 2, 0, null),
            new ActivityMonth(new DateOnly(2020, 2, 1), true, Money.Zero, 0, 0, 0, 1, null),
            new ActivityMonth(new DateOnly(2020, 3, 1), false, new Money(14), 1, 1, 0, 0, null),
        ], report.Months);
        Assert.Null(report.SeasonalIndices);
    }

    [Fact]
    public void Report_FindsASeasonOnALinearTrend()
    {
        MonthlyActivity activity = new(Day(2022, 12, 31), lostAfterDays: 90);
        double[] season = [0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.5];
        List<ActivityDay> days = [];
        for (int m = 0; m < 36; m++)
            days.Add(new ActivityDay(Day(2020 + (m / 12), (m % 12) + 1, 10), (long)(season[m % 12] * 10_000_000), 1));
        activity.Add(Day(2020, 1, 10), [.. days]);
        Seasonality report = activity.Report();
        Assert.Equal(season, report.SeasonalIndices!.Select(i => Math.Round(i, 9)));
        Assert.Equal(24, report.Months.Count(m => m.Trend is { } trend && Math.Abs(trend - 1000) < 1e-9));
    }

    [Fact]
    public void Report_OfNothingIsEmpty() => Assert.Empty(new MonthlyActivity(0, 30).Report().Months);

    private static int Day(int year, int month, int day) => new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
}
