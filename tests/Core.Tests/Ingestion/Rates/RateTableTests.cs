using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Rates;

public sealed class RateTableTests
{
    [Fact]
    public void TryFind_DayWithoutRate_TakesTheLastBefore()
    {
        RateTable table = RateTable.Parse("Date;Currency;Rate\n2025-01-06;usd;0.97\n2025-01-03;USD;0.9701234567\n2025-01-03;GBP;1.2\n"u8);
        Assert.Equal(["GBP", "USD"], table.Currencies);
        Assert.True(table.TryFind("USD", new DateOnly(2025, 1, 5), out decimal rate, out DateOnly day));
        Assert.Equal((0.9701234567m, new DateOnly(2025, 1, 3)), (rate, day));
        Assert.True(table.TryFind("USD", new DateOnly(2025, 1, 6), out rate, out _));
        Assert.Equal(0.97m, rate);
        Assert.False(table.TryFind("USD", new DateOnly(2025, 1, 2), out _, out _));
        Assert.False(table.TryFind("EUR", new DateOnly(2025, 1, 6), out _, out _));
    }

    [Fact]
    public void Parse_BadLines_AreNamedTogether()
    {
        FormatException wrong = Assert.Throws<FormatException>(() =>
            RateTable.Parse("date,currency,rate\nsoon,USD,1\n2025-01-01,DOLLAR,1\n2025-01-01,USD,0\n2025-01-01,USD\n2025-01-02,USD,1\n2025-01-02,USD,2\n"u8));
        foreach (string line in new[] { "line 2", "line 3", "line 4", "line 5", "line 7" })
            Assert.Contains(line, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_MissingColumn_SaysWhatIsNeeded() =>
        Assert.Throws<FormatException>(() => RateTable.Parse("day,currency,rate\n2025-01-01,USD,1\n"u8));
}
