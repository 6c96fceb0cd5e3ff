using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Tests.Segmentation;

/// <summary>Tiers, ABC classes, the pyramid and the list of the best, which all rank by net money.</summary>
public sealed class ValueSchemesTests
{
    [Fact]
    public void Tier_TakesTheSharesFromAbove()
    {
        BaseStatistics @base = Base(10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
        TierFloors floors = ValueTiers.Fit(new TierOptions(), @base);
        Assert.Equal(new TierFloors(9, 6, 10), floors);
        Assert.Equal([10L, 9, 8, 7, 6], @base.Columns.NetMoney.ToArray().Where(m => Code(new ValueTiers(floors), m) != "Low").Select(m => m / 10_000));
    }

    [Fact]
    public void Tier_EqualMoneyStaysTogetherInTheHigherTier()
    {
        TierFloors floors = ValueTiers.Fit(new TierOptions(), Base(9, 5, 5, 5, 5, 1, 1, 1, 1, 1));
        Assert.Equal("High", Code(new ValueTiers(floors), 50_000));
        Assert.Equal("Middle", Code(new ValueTiers(new TierFloors(9, 5, 9)), 50_000));
    }

    [Fact]
    public void TopList_HoldsTheBestByFallingMoney()
    {
        BaseStatistics @base = Base(1, 7, 3, 9, 2, 8, 4, 6, 5, 0);
        IReadOnlyList<TopCustomer> top = TopCustomers.Find(@base.Columns, ValueTiers.Fit(new TierOptions { TopListShare = 0.3 }, @base));
        Assert.Equal([9L, 8, 7], top.Select(t => t.NetMoney / 10_000));
    }

    [Fact]
    public void Abc_TheCustomerThatCrossesTheLimitBelongsToTheBetterClass()
    {
        AbcFloors floors = AbcClasses.Fit(new AbcOptions(), Base(60, 25, 8, 5, 2, 0, -7));
        Assert.Equal(new AbcFloors(25, 5), floors);
        Assert.Equal(["A", "A", "B", "B", "C", "C", "C"], new long[] { 60, 25, 8, 5, 2, 0, -7 }.Select(m => Code(new AbcClasses(floors), m * 10_000)));
    }

    [Fact]
    public void Abc_AtExactlyTheLimitTheNextClassBegins() =>
        Assert.Equal(new AbcFloors(80, 15), AbcClasses.Fit(new AbcOptions(), Base(80, 15, 5)));

    [Fact]
    public void Abc_EqualMoneyStaysTogether()
    {
        AbcFloors floors = AbcClasses.Fit(new AbcOptions(), Base(1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        Assert.Equal("A", Code(new AbcClasses(floors), 10_000));
    }

    [Fact]
    public void Abc_WithoutAnyRevenueEveryBuyerIsC()
    {
        AbcFloors floors = AbcClasses.Fit(new AbcOptions(), Base(0, -5));
        Assert.Equal(new AbcFloors(null, null), floors);
        Assert.Equal("C", Code(new AbcClasses(floors), 0));
    }

    [Fact]
    public void Abc_ClassesHoldTheirShareOfRevenue() =>
        Prop.ForAll<NonEmptyArray<ushort>>(column =>
        {
            long[] money = [.. column.Get.Select(m => (long)m)];
            AbcClasses scheme = new(AbcClasses.Fit(new AbcOptions(), Base(money)));
            long total = money.Sum(), a = money.Where(m => Code(scheme, m * 10_000) == "A").Sum(), c = money.Where(m => Code(scheme, m * 10_000) == "C").Sum();
            return total == 0 || (a >= 0.8 * total && c <= 0.05 * total);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pyramid_LayersAddUpToTheBase() =>
        Prop.ForAll<int[]>(money =>
        {
            BaseStatistics @base = Base([.. money.Select(m => (long)m)]);
            ValuePyramid pyramid = ValuePyramid.Build(@base.NetMoney, ValuePyramid.UsualShares);
            return pyramid.Layers.Sum(l => l.Customers) == money.Length
                && pyramid.Layers.Aggregate((Int128)0, (sum, l) => sum + l.NetMoney.TenThousandths) == money.Sum(m => (long)m) * 10_000;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pyramid_TellsWhatTheTopBrings()
    {
        ValuePyramid pyramid = ValuePyramid.Build(Base(50, 20, 10, 10, 10).NetMoney, [0.2, 0.6, 1]);
        Assert.Equal([(1L, 0.5), (2L, 0.3), (2L, 0.2)], pyramid.Layers.Select(l => (l.Customers, Math.Round(l.RevenueShare, 12))));
    }

    private static BaseStatistics Base(params long[] money)
    {
        BaseColumns columns = new(new RfmOptions(), 100);
        for (int i = 0; i < money.Length; i++)
            columns.Add(Customer(money[i] * 10_000) with { Key = (ulong)i }, ClvFacts.Refused);
        return new BaseStatistics(columns);
    }

    private static CustomerSummary Customer(long money) => new() { Key = 0, Id = "a", Purchases = 1, NetMoney = money, WindowNetMoney = money };

    private static string Code(ISegmentationScheme scheme, long money) =>
        scheme.Segments[scheme.Assign(new CustomerFacts(Customer(money), 100, default, ClvFacts.Refused))].Code;
}
