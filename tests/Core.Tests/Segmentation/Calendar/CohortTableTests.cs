using ServerlessSeg.Core.Rfm;
using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Segmentation.Calendar;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Segmentation.Calendar;

public sealed class CohortTableTests
{
    private static readonly int AsOf = Day(2020, 4, 15);

    [Fact]
    public void Cohorts_FollowCustomersAndMoney()
    {
        CohortTable table = new(AsOf);
        table.Add(Day(2020, 1, 5), [new(Day(2020, 1, 5), 100, 1), new(Day(2020, 1, 31), 50, 2), new(Day(2020, 2, 1), 30, 1), new(Day(2020, 4, 1), 10, 1)]);
        table.Add(Day(2020, 1, 20), [new(Day(2020, 1, 20), 50, 1), new(Day(2020, 2, 2), -20, 0)]);
        table.Add(Day(2020, 3, 1), [new(Day(2020, 3, 1), 7, 1)]);
        IReadOnlyList<Cohort> cohorts = table.Cohorts();
        Assert.Equal([(new DateOnly(2020, 1, 1), 2L), (new DateOnly(2020, 3, 1), 1L)], cohorts.Select(c => (c.FirstMonth, c.Customers)));
        Assert.Equal(
        [
            new CohortMonth(0, 2, new Money(200), 1, 1, null),
            new CohortMonth(1, 1, new Money(10), 0.5, 0.05, 0.5),
            new CohortMonth(2, 0, Money.Zero, 0, 0, 1),
            new CohortMonth(3, 1, new Money(10), 0.5, 0.05, null),
        ], cohorts[0].Months);
        Assert.Equal(2, cohorts[1].Months.Count);
    }

    [Fact]
    public void Merge_EqualsTheWholeAndLosesNoMoney() =>
        Prop.ForAll<(byte, byte[])[]>(customers =>
        {
            CohortTable whole = new(AsOf), left = new(AsOf), right = new(AsOf);
            long money = 0;
            foreach ((byte first, byte[] gaps) in customers)
            {
                int firstDay = AsOf - 700 + first;
                ActivityDay[] days = [new(firstDay, first, 1), .. gaps.Distinct().Order().Where(g => g > 0).Select(g => new ActivityDay(firstDay + g, g, g % 3))];
                money += days.Sum(d => d.Amount);
                whole.Add(firstDay, days);
                (first % 2 == 0 ? left : right).Add(firstDay, days);
            }
            right.Merge(left);
            return Text(whole) == Text(right)
                && whole.Cohorts().SelectMany(c => c.Months).Aggregate(Money.Zero, (sum, m) => sum + m.NetMoney) == new Money(money)
                && whole.Cohorts().Sum(c => c.Customers) == customers.Length;
        }).QuickCheckThrowOnFailure();

    private static string Text(CohortTable table) => string.Join('\n', table.Cohorts().Select(c => $"{c.FirstMonth} {c.Customers} {string.Join(' ', c.Months)}"));

    private static int Day(int year, int month, int day) => new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
}
