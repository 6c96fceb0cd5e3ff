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

    [Fact]
    public void Combine_OfAnyOrderAndSpelling_GivesTheSameBytes()
    {
        RateTable a = RateTable.Parse("date,currency,rate\n2025-01-02,USD,0.90\n2025-01-01,USD,1\n"u8);
        RateTable b = RateTable.Parse("rate;date;currency\n1.200;2025-01-01;GBP\n0.9;2025-01-02;USD\n"u8);
        byte[] csv = RateTable.Combine([a, b]).ToCsv();
        Assert.Equal("date,currency,rate\n2025-01-01,GBP,1.2\n2025-01-01,USD,1\n2025-01-02,USD,0.9\n", System.Text.Encoding.UTF8.GetString(csv));
        Assert.Equal(csv, RateTable.Combine([b, a]).ToCsv());
        Assert.Equal(RateTable.Combine([b, a]).Hash(), RateTable.Parse(csv).Hash());
    }

    [Fact]
    public void Combine_OfContradictions_NamesThem()
    {
        FormatException wrong = Assert.Throws<FormatException>(() => RateTable.Combine(
            [RateTable.Parse("date,currency,rate\n2025-01-02,USD,0.90\n"u8), RateTable.Parse("date,currency,rate\n2025-01-02,USD,0.91\n"u8)]));
        Assert.Contains("USD on 2025-01-02", wrong.Message, StringComparison.Ordinal);
    }
}
