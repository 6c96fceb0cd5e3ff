using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Tests.Segmentation;

public sealed class EightTypesTests
{
    private static readonly EightTypes Scheme = new(new EightTypeSplits(EightTypeSplit.Mean, 30, 4, 100), new RfmOptions());

    [Theory]
    [InlineData(30, 5, 100.01, "ImportantValue", "重要价值客户")]
    [InlineData(30, 4, 100.01, "ImportantDevelop", "重要发展客户")]
    [InlineData(31, 5, 100.01, "ImportantRetain", "重要保持客户")]
    [InlineData(31, 4, 100.01, "ImportantWinBack", "重要挽留客户")]
    [InlineData(30, 5, 100, "GeneralValue", "一般价值客户")]
    [InlineData(30, 4, 100, "GeneralDevelop", "一般发展客户")]
    [InlineData(31, 5, 100, "GeneralRetain", "一般保持客户")]
    [InlineData(31, 4, 100, "GeneralWinBack", "一般挽留客户")]
    public void Assign_FollowsTheTruthTable(int days, int orders, double money, string code, string chinese)
    {
        CustomerSummary customer = new() { Key = 1, Id = "a", LastDay = 1000 - days, Purchases = orders, WindowOrders = orders, WindowNetMoney = (long)Math.Round(money * 10_000) };
        SegmentDefinition type = Scheme.Segments[Scheme.Assign(new CustomerFacts(customer, 1000, default, ClvFacts.Refused))];
        Assert.Equal((code, chinese), (type.Code, type.Chinese));
    }

    [Theory]
    [InlineData(EightTypeSplit.Mean, 25.75)]
    [InlineData(EightTypeSplit.Median, 1.5)]
    public void Fit_SplitsAtTheChosenMiddle(EightTypeSplit at, double expected)
    {
        BaseColumns columns = new(new RfmOptions(), 1000);
        foreach (int orders in new[] { 1, 1, 2, 99 })
            columns.Add(new CustomerSummary { Key = 1, Id = "a", LastDay = 900, Purchases = orders, WindowOrders = orders }, ClvFacts.Refused);
        Assert.Equal(expected, EightTypes.Fit(at, new BaseStatistics(columns)).Frequency);
    }
}
