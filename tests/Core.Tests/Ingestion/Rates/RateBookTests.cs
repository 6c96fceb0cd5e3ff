using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Rates;

public sealed class RateBookTests
{
    private static readonly RateTable General = RateTable.Parse("date,currency,rate\n2025-01-01,USD,0.9\n2025-01-01,GBP,1.2\n"u8);
    private static readonly RateTable Own = RateTable.Parse("date,currency,rate\n2025-01-05,USD,0.5\n"u8);
    private static readonly Dictionary<string, RateTable> None = [];

    [Theory]
    [InlineData("shop", "USD", 6, "0.5")]
    [InlineData("shop", "USD", 4, "0.9")]
    [InlineData("shop", "GBP", 6, "1.2")]
    [InlineData("other", "USD", 6, "0.9")]
    public void TryFind_OwnRatesGoBeforeTheGeneral(string source, string currency, int day, string expected)
    {
        var book = new RateBook(General, new Dictionary<string, RateTable> { ["shop"] = Own }, []);
        foreach (RateBook read in new[] { book, RateBook.Parse(book.ToJson()) })
        {
            Assert.True(read.TryFind(source, currency, new DateOnly(2025, 1, day), out decimal rate));
            Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), rate);
        }
        Assert.Equal(book.Hash(), RateBook.Parse(book.ToJson()).Hash());
    }

    [Fact]
    public void Hash_OfGeneralRatesAlone_IsThatOfTheTable() => Assert.Equal(General.Hash(), new RateBook(General, None, []).Hash());

    [Fact]
    public void Hash_TellsWhoseRatesTheyAre() => Assert.Equal(4, new[]
    {
        new RateBook(General, None, []), new RateBook(General, None, ["shop"]),
        new RateBook(General, new Dictionary<string, RateTable> { ["shop"] = Own }, []), new RateBook(General, new Dictionary<string, RateTable> { ["other"] = Own }, []),
    }.Select(static book => book.Hash()).Distinct().Count());

    [Fact]
    public void IsGap_WhereRatesWereToBeExpected()
    {
        var own = new Dictionary<string, RateTable> { ["shop"] = Own };
        Assert.True(new RateBook(General, None, []).IsGap("other"));
        Assert.False(new RateBook(General, None, ["other"]).IsGap("other"));
        Assert.True(new RateBook(null, own, []).IsGap("shop"));
        Assert.False(new RateBook(null, own, []).IsGap("other"));
    }
}
