using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Tests.Segmentation;

public sealed class OctantsTests
{
    private static readonly Octants Scheme = new(new OctantSplits(100, 0.5, 0.5, null), new OctantOptions(), 5);

    [Theory]
    [InlineData(200, 5, 5, 300, "Star")]
    [InlineData(200, 5, 5, 100, "Pillar")]
    [InlineData(200, 1, 1, 300, "Sleeper")]
    [InlineData(200, 1, 1, 100, "Harvested")]
    [InlineData(100, 5, 5, 300, "Rising")]
    [InlineData(100, 5, 5, 100, "Everyday")]
    [InlineData(100, 3, 3, 300, "Seed")]
    [InlineData(100, 3, 3, 100, "Marginal")]
    public void Assign_IsTheCellOfValueNeedAndAhead(int money, byte r, byte f, int predicted, string expected) =>
        Assert.Equal(expected, CodeOf(Facts(money, r, f, new ClvFacts(1, 1, predicted, 0, predicted))));

    [Fact]
    public void Assign_WithoutAModelTheYoungHaveTheFuture()
    {
        Assert.Equal("Star", CodeOf(Facts(200, 5, 5, ClvFacts.Refused, ageDays: 100)));
        Assert.Equal("Pillar", CodeOf(Facts(200, 5, 5, ClvFacts.Refused, ageDays: 400)));
    }

    [Fact]
    public void Fit_BreadthCountsWhereProductsAreMapped()
    {
        BaseColumns columns = new(new RfmOptions(), 1000);
        for (int i = 0; i < 10; i++)
            columns.Add(Facts(i, 1, 1, ClvFacts.Refused).Summary with { Products = i }, ClvFacts.Refused);
        BaseStatistics @base = new(columns);
        RfmCutPoints rfm = RfmCutPoints.Fit(new RfmOptions(), @base.Recency, @base.Frequency, @base.Monetary);
        OctantSplits splits = OctantFitting.Fit(new OctantOptions(), @base, rfm);
        Assert.NotNull(splits.Breadth);
        Assert.Equal(1.0 / 6, splits.Need, 12);
    }

    private static string CodeOf(CustomerFacts facts) => Scheme.Segments[Scheme.Assign(facts)].Code;

    private static CustomerFacts Facts(int money, byte r, byte f, ClvFacts clv, int ageDays = 300) => new(
        new CustomerSummary { Key = 1, Id = "a", FirstDay = 1000 - ageDays, LastDay = 950, Purchases = 3, WindowOrders = 3, NetMoney = money * 10_000L },
        1000, new RfmScore(r, f, 1), clv);
}
