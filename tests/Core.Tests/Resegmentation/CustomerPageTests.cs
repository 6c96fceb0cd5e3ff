using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Core.Tests.Resegmentation;

public sealed class CustomerPageTests
{
    [Fact]
    public void Find_GivesBackWhatWasEncoded() =>
        Prop.ForAll<NonEmptyString[], int>((ids, seed) =>
        {
            CustomerRecord[] records = [.. ids.Select(static id => id.Get).Distinct(StringComparer.Ordinal).Select((id, i) => Record(id, seed + i))];
            CustomerPage page = CustomerPage.Encode(records);
            return records.All(record => Same(record, page.Find(record.Id))) && page.ReadAll().Zip(records).All(static pair => Same(pair.First, pair.Second));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Find_UnknownId_IsNull() => Assert.Null(CustomerPage.Encode([Record("a", 1)]).Find("b"));

    [Fact]
    public void Find_InAnEmptyPage_IsNull() => Assert.Null(CustomerPage.Encode([]).Find("a"));

    [Fact]
    public void Find_InAPageOfANewerLayout_IsRefused()
    {
        CustomerPage page = CustomerPage.Encode([Record("a", 1)]);
        var newer = new CustomerPage { Count = page.Count, Version = CustomerPage.CurrentVersion + 1, Columns = page.Columns };
        Assert.Throws<InvalidDataException>(() => newer.Find("a"));
    }

    [Fact]
    public void Find_InAPageOfTheFirstLayout_HasNoFacts()
    {
        CustomerPage page = CustomerPage.Encode([Record("a", 1)]);
        var columns = page.Columns.Where(static column => column.Key != "Facts").ToDictionary(StringComparer.Ordinal);
        CustomerRecord? old = new CustomerPage { Count = 1, Version = 1, Columns = columns }.Find("a");
        Assert.True(Same(Record("a", 1) with { Facts = null }, old));
    }

    internal static CustomerRecord Record(string id, int seed) => new()
    {
        Id = id,
        RecencyDays = seed,
        Frequency = seed ^ 7,
        Monetary = (long)seed << 20,
        NetMoney = -(long)seed,
        R = (byte)seed,
        F = 2,
        M = 3,
        Segments = [(byte)(seed >> 3), 1],
        Facts = new StoredFacts
        {
            FirstDay = seed, LastDay = ~seed, Purchases = seed ^ 3, WindowPurchases = 4, WindowOrders = 5, Products = 6, LastGapDays = 7, LaterHalfPurchases = 8,
            WindowNetMoney = (long)seed << 30, WindowMarginMoney = -1, SumSquaredGapDays = 0.1 * seed, Attribute = double.NaN,
        },
        Previous = [255, (byte)seed],
        Clv = seed % 2 == 0 ? new ClvEstimate(0.5f, seed, 3, 4, 5, 6, 0.25f) : ClvEstimate.None,
    };

    // Ids that are not valid UTF-16 come back with the replacement character; ingest lets none in.
    private static bool Same(CustomerRecord expected, CustomerRecord? actual) =>
        actual is not null && expected.RecencyDays == actual.RecencyDays && expected.Frequency == actual.Frequency
        && expected.Monetary == actual.Monetary && expected.NetMoney == actual.NetMoney && expected.R == actual.R
        && expected.Segments.AsSpan().SequenceEqual(actual.Segments) && expected.Previous.AsSpan().SequenceEqual(actual.Previous)
        && expected.Facts.Equals(actual.Facts) && expected.Clv.Equals(actual.Clv);
}
