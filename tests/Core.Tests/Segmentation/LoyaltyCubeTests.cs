using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Tests.Segmentation;

public sealed class LoyaltyCubeTests
{
    private static readonly LoyaltyCube Scheme = new(new LoyaltySplits(100, 50, 1), new LoyaltyOptions());

    [Theory]
    [InlineData(200, 60, 0.9, "Partner")]
    [InlineData(200, 60, 0.1, "Butterfly")]
    [InlineData(200, 40, 0.9, "Veteran")]
    [InlineData(200, 40, 0.1, "Departing")]
    [InlineData(90, 60, 0.9, "Talent")]
    [InlineData(90, 60, 0.1, "Prospective")]
    [InlineData(90, 40, 0.9, "Regular")]
    [InlineData(90, 40, 0.1, "Stranger")]
    public void Assign_IsTheCellOfTheCube(int money, int predicted, double alive, string expected) =>
        Assert.Equal(expected, CodeOf(Facts(money, new ClvFacts(alive, 1, predicted, 0, predicted), 900, 920, 940, 960)));

    [Fact]
    public void Assign_BurstsAreNotLoyal()
    {
        ClvFacts clv = new(0.9, 1, 60, 0, 60);
        Assert.Equal("Partner", CodeOf(Facts(200, clv, 700, 800, 900, 990)));
        Assert.Equal("Butterfly", CodeOf(Facts(200, clv, 700, 701, 702, 703, 704, 990)));
    }

    [Fact]
    public void Assign_TwoPurchasesShowNoRegularity() => Assert.Equal("Butterfly", CodeOf(Facts(200, new ClvFacts(0.9, 1, 60, 0, 60), 900, 990)));

    [Fact]
    public void Assign_WithoutAModelSilenceTakesThePlaceOfPAlive()
    {
        Assert.Equal("Partner", CodeOf(Facts(200, ClvFacts.Refused, 940, 960, 980)));
        Assert.Equal("Butterfly", CodeOf(Facts(200, ClvFacts.Refused, 900, 920, 940)));
    }

    [Fact]
    public void Explain_ShowsTheGapVariation()
    {
        Explanation why = Scheme.Explain(Facts(200, ClvFacts.Refused, 900, 930, 940));
        Assert.Equal(0.5, why.Factors.Single(f => f.Name == "gapVariation").Value!.Value, 12);
    }

    private static string CodeOf(CustomerFacts facts) => Scheme.Segments[Scheme.Assign(facts)].Code;

    private static CustomerFacts Facts(int money, ClvFacts clv, params int[] days)
    {
        int[] gaps = [.. days.Zip(days.Skip(1), (a, b) => b - a)];
        CustomerSummary customer = new()
        {
            Key = 1, Id = "a", FirstDay = days[0], LastDay = days[^1], Purchases = days.Length, NetMoney = money * 10_000L, SumSquaredGapDays = gaps.Sum(g => (double)g * g),
        };
        return new CustomerFacts(customer, 1000, default, clv);
    }
}
