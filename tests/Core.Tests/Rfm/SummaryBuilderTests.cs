using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Rfm;
using static ServerlessSeg.Core.Tests.Rfm.WrittenHistory;

namespace ServerlessSeg.Core.Tests.Rfm;

public sealed class SummaryBuilderTests
{
    private static readonly DateOnly AsOf = new(2024, 3, 31);

    [Fact]
    public void SeveralOrdersOfOneDay_AreOnePurchase()
    {
        CustomerSummary summary = Summarise([Purchase("2024-01-01T09:00", 10, 0), Purchase("2024-01-01T17:00", 5, 1), Purchase("2024-01-31T08:00", 20, 2)]);
        Assert.Equal(2, summary.Purchases);
        Assert.Equal(3, summary.Orders);
        Assert.Equal(1, summary.Frequency);
        Assert.Equal(30, summary.RecencyDays);
        Assert.Equal(90, summary.AgeDays(CalendarDays.Of(AsOf)));
        Assert.Equal(60, summary.DaysSinceLast(CalendarDays.Of(AsOf)));
        Assert.Equal(200_000, summary.RepeatMoney);
        Assert.Equal(150_000, summary.FirstMoney);
    }

    [Fact]
    public void LinesWithoutAnOrder_AreOneOrderADay()
    {
        CustomerSummary summary = Summarise([Purchase("2024-01-01", 10), Purchase("2024-01-01", 10), Purchase("2024-01-01", 4, 0), Purchase("2024-01-02", 1)]);
        Assert.Equal(3, summary.Orders);
        Assert.Equal(2, summary.Purchases);
    }

    [Fact]
    public void FullyRefundedOrder_IsNoPurchase()
    {
        CustomerSummary summary = Summarise([Purchase("2024-01-01", 10, 0), Refund("2024-01-05", -10, 0), Purchase("2024-02-01", 8, 1)]);
        Assert.Equal(1, summary.Purchases);
        Assert.Equal(CalendarDays.Of(new DateOnly(2024, 2, 1)), summary.FirstDay);
        Assert.Equal(80_000, summary.NetMoney);
        Assert.Equal(180_000, summary.GrossMoney);
    }

    [Fact]
    public void PartlyRefundedOrder_CountsNetOnItsOwnDay()
    {
        CustomerSummary summary = Summarise([Purchase("2024-01-01", 1, 0), Purchase("2024-01-10", 10, 1), Refund("2024-02-05", -4, 1)]);
        Assert.Equal(2, summary.Purchases);
        Assert.Equal(60_000, summary.RepeatMoney);
        Assert.Equal(CalendarDays.Of(new DateOnly(2024, 1, 10)), summary.LastDay);
    }

    [Fact]
    public void Totals_TellMatchedRefundsFromUnmatchedOnes()
    {
        var builder = new SummaryBuilder(AsOf, TimeZoneInfo.Utc);
        Assert.True(builder.TrySummarise(
            new WrittenHistory(Purchase("2024-01-01", 10, 0), Refund("2024-01-05", -4, 0), Refund("2024-01-06", -6, 0), Refund("2024-02-05", -15, 1), Refund("2024-04-01", -1, 0)), out _));
        Assert.True(builder.TrySummarise(new WrittenHistory(Refund("2024-02-05", -2)), out _));
        Assert.Equal((4L, 2L), (builder.Totals.RefundLines, builder.Totals.MatchedRefundLines));
        Assert.Equal((-27m, -10m), (builder.Totals.Refunds.ToDecimal(), builder.Totals.MatchedRefunds.ToDecimal()));
    }

    [Fact]
    public void UnmatchedRefund_LowersMoneyOnly()
    {
        CustomerSummary summary = Summarise([Purchase("2024-01-01", 10, 0), Purchase("2024-01-10", 10, 1), Refund("2024-02-05", -15, 2)]);
        Assert.Equal(2, summary.Purchases);
        Assert.Equal(100_000, summary.RepeatMoney);
        Assert.Equal(50_000, summary.NetMoney);
    }

    [Fact]
    public void RefundAfterTheAsOfDate_DoesNotExistYet()
    {
        CustomerSummary summary = Summarise([Purchase("2024-03-31T23:59", 10, 0), Refund("2024-04-01T00:00", -10, 0)]);
        Assert.Equal(1, summary.Purchases);
        Assert.Equal(100_000, summary.NetMoney);
    }

    [Fact]
    public void FreeLinesAndRefundsAlone_AreACustomerWhoNeverBought()
    {
        CustomerSummary summary = Summarise([Free("2024-01-01", 0), Refund("2024-01-02", -3, 1)]);
        Assert.Equal(0, summary.Purchases);
        Assert.Equal(-30_000, summary.NetMoney);
        Assert.Equal(CalendarDays.Of(new DateOnly(2024, 1, 1)), summary.FirstSeenDay);
    }

    [Fact]
    public void PurchaseOfZeroMoney_IsAPurchase() => Assert.Equal(1, Summarise([Purchase("2024-01-01", 0)]).Purchases);

    [Fact]
    public void NothingUpToTheAsOfDate_IsNoCustomer() =>
        Assert.False(new SummaryBuilder(AsOf, TimeZoneInfo.Utc).TrySummarise(new WrittenHistory(Purchase("2024-04-01", 1)), out _));

    [Fact]
    public void Window_EndsWithTheAsOfDate()
    {
        var builder = new SummaryBuilder(AsOf, TimeZoneInfo.Utc, windowDays: 31);
        Assert.True(builder.TrySummarise(new WrittenHistory(Purchase("2024-02-29", 5, 0), Purchase("2024-03-01", 7, 1)), out CustomerSummary summary));
        Assert.Equal(1, summary.WindowPurchases);
        Assert.Equal(70_000, summary.WindowNetMoney);
        Assert.Equal(2, summary.Purchases);
    }

    [Fact]
    public void TimeZone_DecidesTheDay()
    {
        var builder = new SummaryBuilder(AsOf, TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));
        Assert.True(builder.TrySummarise(new WrittenHistory(Purchase("2024-04-01T03:59:59Z", 5, 0), Purchase("2024-04-01T04:00:00Z", 7, 1)), out CustomerSummary summary));
        Assert.Equal(CalendarDays.Of(AsOf), summary.LastDay);
        Assert.Equal(50_000, summary.NetMoney);
    }

    [Fact]
    public void FirstChannel_IsThatOfTheFirstPurchaseThatNamesOne()
    {
        CustomerSummary summary = Summarise(
        [
            Purchase("2024-01-01", 5), Purchase("2024-01-02", 5) with { Channel = "web" }, Purchase("2024-01-03", 5) with { Channel = "shop" },
        ]);
        Assert.Equal(("web", "shop"), (summary.FirstChannel, summary.Channel));
    }

    [Fact]
    public void TopProduct_IsTheOneWithMostMoney_ByNameWhereTied()
    {
        CustomerSummary summary = Summarise([Purchase("2024-01-01", 5, 0, "b"), Purchase("2024-01-01", 3, 0, "c"), Purchase("2024-01-02", 5, 1, "a")]);
        Assert.Equal("a", summary.TopProduct);
        Assert.Equal(3, summary.Products);
    }

    [Theory]
    [InlineData("0.75 0.25", 0.5)]
    [InlineData("0,75 0,25", 0.5)]
    [InlineData("75% 25%", 50)]
    [InlineData("1,234.5 -", 1234.5)]
    [InlineData("1.234,5 n/a", 1234.5)]
    [InlineData("-2 1e1", 4)]
    [InlineData("NaN 3", 3)]
    [InlineData("Infinity none", double.NaN)]
    public void Attribute_IsTheMeanOfTheNumbersOfPurchaseLines(string written, double mean)
    {
        string[] values = written.Split(' ');
        var builder = new SummaryBuilder(AsOf, TimeZoneInfo.Utc, attributes: new AttributeChoice("Discount", []));
        var history = new WrittenHistory(Purchase("2024-01-01", 5), Purchase("2024-01-02", 5), Refund("2024-01-03", -5), Purchase("2024-12-01", 5))
        {
            Attributes = [[values[0]], [values[1]], ["1000"], ["1000"]],
        };
        Assert.True(builder.TrySummarise(history, out CustomerSummary summary));
        Assert.Equal(mean, summary.Attribute);
    }

    [Fact]
    public void Attribute_DoesNotDependOnTheOrderOfLines() =>
        Prop.ForAll<NonEmptyArray<decimal>>(numbers =>
        {
            string[] values = [.. numbers.Get.Select(static number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))];
            return Mean(values).Equals(Mean([.. values.Reverse()])) && Mean(values).Equals(Mean([.. values.Order(StringComparer.Ordinal)]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void KeptAttributes_AreThoseOfTheLastPurchaseThatHasOne()
    {
        var builder = new SummaryBuilder(AsOf, TimeZoneInfo.Utc, attributes: new AttributeChoice("Discount", ["Region", "Gift"]));
        var history = new WrittenHistory(Purchase("2024-01-01", 5), Purchase("2024-01-02", 5), Refund("2024-01-03", -5))
        {
            Attributes = [["1", "North", null], ["2", null, null], ["3", "South", "yes"]],
        };
        Assert.True(builder.TrySummarise(history, out CustomerSummary summary));
        Assert.Equal(1.5, summary.Attribute);
        Assert.Equal((IEnumerable<string?>)["North", null], builder.KeptAttributes.ToArray());
    }

    [Fact]
    public void ActivityDays_HaveTheMoneyOfTheirOwnLinesAndTheOrdersOfTheirPurchases()
    {
        var builder = new SummaryBuilder(AsOf, TimeZoneInfo.Utc);
        Assert.True(builder.TrySummarise(
            new WrittenHistory(Purchase("2024-01-01", 5, 0), Purchase("2024-01-02", 7, 1), Refund("2024-01-04", -2, 0), Purchase("2024-01-02", 1, 2), Free("2024-01-05")), out _));
        int first = CalendarDays.Of(new DateOnly(2024, 1, 1));
        Assert.Equal([new(first, 50_000, 1), new(first + 1, 80_000, 2), new ActivityDay(first + 3, -20_000, 0)], builder.ActivityDays.ToArray());
    }

    [Fact]
    public void Money_OfAllDaysIsThatOfAllLines_WhereNothingIsRefunded() =>
        Prop.ForAll<(byte Day, short Cents, byte Order)[]>(rows =>
        {
            HistoryLine[] lines = [.. rows.Select(row => Purchase($"2024-{1 + (row.Day % 3):00}-{1 + (row.Day % 28):00}", Math.Abs((decimal)row.Cents) / 100, row.Order % 4 == 0 ? -1 : row.Order / 4))];
            if (lines.Length == 0)
                return true;
            CustomerSummary summary = Summarise(lines);
            return summary.FirstMoney + summary.RepeatMoney == lines.Sum(static line => line.Amount)
                && summary.Purchases >= 1 && summary.Purchases <= lines.Length && summary.Orders >= summary.Purchases;
        }).QuickCheckThrowOnFailure();

    private static double Mean(string[] values)
    {
        var builder = new SummaryBuilder(AsOf, TimeZoneInfo.Utc, attributes: new AttributeChoice("Discount", []));
        HistoryLine[] lines = [.. values.Select(static _ => Purchase("2024-01-01", 5))];
        Assert.True(builder.TrySummarise(new WrittenHistory(lines) { Attributes = [.. values.Select(static value => new[] { value })] }, out CustomerSummary summary));
        return summary.Attribute;
    }

    private static CustomerSummary Summarise(HistoryLine[] lines)
    {
        Assert.True(new SummaryBuilder(AsOf, TimeZoneInfo.Utc).TrySummarise(new WrittenHistory(lines), out CustomerSummary summary));
        return summary;
    }
}
