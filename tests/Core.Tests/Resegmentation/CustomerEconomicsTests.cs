using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Resegmentation;

public sealed class CustomerEconomicsTests
{
    private static readonly DateOnly AsOf = new(2025, 12, 31);

    // 2026 has 365 days, a year of the library 365.25.
    private const double Year = 365 / 365.25;

    private static readonly ResegmentationOptions Options = new()
    {
        AnnualDiscountRate = 0,
        Economics = new CustomerRates
        {
            MarginRate = 0.5,
            AcquisitionCost = 10,
            AnnualServiceCost = 4,
            ByChannel = new Dictionary<string, ValueOverride> { ["web"] = new(MarginRate: 0.25, AcquisitionCost: 30) },
            BySegment = new Dictionary<string, ValueOverride> { ["one/B"] = new(AnnualServiceCost: 20), ["two/B"] = new(MarginRate: 0.75, AnnualServiceCost: 99) },
        },
    };

    private static readonly ClvEstimate Revenue = new(PAlive: 0.5f, ExpectedPurchases: 2, ExpectedOrderValue: 50, Predicted: 100, Low: 0, High: 400, Churn90: 0.4f);

    /// <summary>100 · 0.5 − 4 · 0.5 · 365/365.25; the limits move by the same cost.</summary>
    [Fact]
    public void ToValue_IsMarginLessTheCostOfServiceWhileActive()
    {
        var economics = new CustomerEconomics(Options, AsOf);
        ClvEstimate value = economics.ToValue(Revenue, economics.Of(Customer(null)));
        Assert.Equal(50 - (2 * Year), value.Predicted, 1e-4);
        Assert.Equal(-2 * Year, value.Low, 1e-5);
        Assert.Equal(200 - (2 * Year), value.High, 1e-4);
        Assert.Equal((0.5f, 2f, 50f, 0.4f), (value.PAlive, value.ExpectedPurchases, value.ExpectedOrderValue, value.Churn90));
    }

    /// <summary>At 10 % a year a payment of 1 spread over 365 days is worth (1 − 1.1^(−365/365.25)) / ln 1.1 = 0.953177….</summary>
    [Fact]
    public void ServiceCost_IsDiscounted()
    {
        var economics = new CustomerEconomics(Options with { AnnualDiscountRate = 0.1 }, AsOf);
        double years = (1 - Math.Pow(1.1, -Year)) / Math.Log(1.1);
        Assert.InRange(years, 0.953, 0.954);
        Assert.Equal(4 * 0.5 * years, economics.ServiceCost(0.5, new ValueRates(1, 0, 4)), 1e-12);
    }

    [Fact]
    public void HistoricMargin_IsNetOfTheCostToWinTheCustomer()
    {
        var economics = new CustomerEconomics(Options, AsOf);
        // 80 · 0.5 − 10, and by the channel 80 · 0.25 − 30.
        Assert.Equal(300_000, CustomerEconomics.HistoricMargin(Customer(null), economics.Of(Customer(null))));
        Assert.Equal(-100_000, CustomerEconomics.HistoricMargin(Customer("web"), economics.Of(Customer("web"))));
        // Who never bought was never won.
        Assert.Equal(-5_000, CustomerEconomics.HistoricMargin(Customer(null) with { Purchases = 0, NetMoney = -10_000 }, economics.Of(Customer(null))));
    }

    [Fact]
    public void Apply_TakesTheFirstSchemesFigures_ThenTheChannels()
    {
        ClvEstimate atChannel = new CustomerEconomics(Options, AsOf).ToValue(Revenue, new CustomerEconomics(Options, AsOf).Of(Customer("web")));
        Assert.Equal(25 - (2 * Year), atChannel.Predicted, 1e-4);
        ScoredBase scored = new CustomerEconomics(Options, AsOf).Apply(Scored([Customer("web"), Customer("web"), Customer(null)], [atChannel, atChannel, ClvEstimate.None], [0, 1, 1], [0, 1, 1]));
        // In one/A and two/A nothing differs.
        Assert.Equal(atChannel, scored.Clv[0]);
        // Margin 0.75 from two/B, service 20 from one/B, though the channel has another margin and two/B another service.
        Assert.Equal(75 - (20 * 0.5 * Year), scored.Clv[1].Predicted, 1e-3);
        Assert.Equal(300 - (20 * 0.5 * Year), scored.Clv[1].High, 1e-3);
        Assert.False(scored.Clv[2].IsKnown);
        // 80 · 0.75 − 30: the cost to win is still the channel's.
        Assert.Equal(300_000, scored.Record(1).HistoricMargin);
    }

    private static CustomerSummary Customer(string? channel) =>
        new() { Key = 1, Id = "c", Purchases = 2, NetMoney = 80 * Money.Scale, FirstChannel = channel };

    private static ScoredBase Scored(CustomerSummary[] customers, ClvEstimate[] clv, params byte[][] segments)
    {
        var options = new RfmOptions();
        return new ScoredBase(
            new SummarisedBase(AsOf, customers, new HistoryTotals()), new RfmScorer(options, PlainScheme.CutPoints), new RfmScore[customers.Length], clv,
            [new PlainScheme("one", 2), new PlainScheme("two", 2)], segments);
    }
}
