using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Rfm;
using static ServerlessSeg.Core.Tests.Rfm.WrittenHistory;

namespace ServerlessSeg.Core.Tests.Rfm;

public sealed class CurrencyConversionTests
{
    private static readonly RateBook Rates = new(RateTable.Parse("date,currency,rate\n2024-01-01,USD,0.5\n2024-01-03,USD,0.33333\n"u8), new Dictionary<string, RateTable>(), []);

    [Theory]
    [InlineData("0.0001", "0")]
    [InlineData("0.0003", "0.0002")]
    [InlineData("0.0005", "0.0002")]
    [InlineData("-0.0003", "-0.0002")]
    [InlineData("7", "3.5")]
    public void TryConvert_RoundsHalfToEven(string dollars, string euros)
    {
        var conversion = new CurrencyConversion(Rates, "EUR");
        HistoryLine line = Purchase("2024-01-01", decimal.Parse(dollars, System.Globalization.CultureInfo.InvariantCulture), currency: "USD");
        Assert.True(conversion.TryConvert(line, "shop", Day(1), out HistoryLine converted));
        Assert.Equal(Purchase("2024-01-01", decimal.Parse(euros, System.Globalization.CultureInfo.InvariantCulture), currency: "EUR"), converted);
    }

    [Fact]
    public void TryConvert_WithoutARate_RemembersTheFirstDay()
    {
        var conversion = new CurrencyConversion(Rates, "EUR");
        foreach (int day in new[] { 7, 5, 6 })
            Assert.False(conversion.TryConvert(Purchase("2024-01-05", 1, currency: "GBP"), "shop", Day(day), out _));
        Assert.False(conversion.TryConvert(Purchase("2024-01-05", 1), "shop", Day(5), out _));
        Assert.True(conversion.TryConvert(Purchase("2024-01-05", 1, currency: "EUR"), "shop", Day(5), out _));
        Assert.Equal(new Dictionary<string, int> { ["GBP"] = Day(5), [""] = Day(5) }, conversion.Missing);
    }

    [Fact]
    public void RefundedOrder_AtARateThatMoved_IsNoPurchase()
    {
        // Four units convert to one, and twice two units to two; and the rate of the refund's own day is another one.
        CustomerHistory history = new WrittenHistory(
            Purchase("2024-01-03", 0.0004m, 0, currency: "USD"),
            Refund("2024-01-20", -0.0002m, 0) with { Currency = "USD" },
            Refund("2024-02-20", -0.0002m, 0) with { Currency = "USD" },
            Purchase("2024-01-02", 100, 1, currency: "USD"),
            Refund("2024-01-25", -100, 1) with { Currency = "USD" });
        var builder = new SummaryBuilder(new DateOnly(2024, 3, 31), TimeZoneInfo.Utc, conversion: new CurrencyConversion(Rates, "EUR"));
        Assert.True(builder.TrySummarise(history, out CustomerSummary summary));
        Assert.Equal(0, summary.Purchases);
        Assert.Equal(-1, summary.NetMoney);
        Assert.Equal(["EUR"], builder.Totals.Currencies);
    }

    private static int Day(int day) => CalendarDays.Of(new DateOnly(2024, 1, day));
}
