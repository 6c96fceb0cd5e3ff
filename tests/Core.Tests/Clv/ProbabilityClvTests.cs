using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv;

public sealed class ProbabilityClvTests
{
    private static readonly BgNbd Model = new(0.243, 4.414, 0.793, 2.426, TimeUnit.Week);
    private static readonly PurchaseHistory History = new(2, 30.43, 38.86);

    [Fact]
    public void ExpectedMargin_WithoutDiscount_IsPurchasesTimesSpendTimesMargin()
    {
        var clv = new ProbabilityClv(Model, new ValueOptions { AnnualDiscountRate = 0, HorizonDays = 273, MarginRate = 0.25 });
        // 39 weeks: 1.226 purchases (Hardie's spreadsheet of the BG/NBD paper).
        Assert.Equal(39, clv.Horizon, 12);
        Assert.Equal(1.226 * 20 * 0.25, clv.ExpectedMargin(History, 20), 0.01);
        Assert.Equal(Model.ConditionalExpectedTransactions(History, 39) * 20 * 0.25, clv.ExpectedMargin(History, 20), 1e-9);
    }

    [Fact]
    public void ExpectedMargin_Discounted_LiesBetweenTheEndsOfTheHorizon()
    {
        var plain = new ProbabilityClv(Model, new ValueOptions { AnnualDiscountRate = 0 });
        var discounted = new ProbabilityClv(Model, new ValueOptions { AnnualDiscountRate = 0.2 });
        double ratio = discounted.ExpectedMargin(History, 20) / plain.ExpectedMargin(History, 20);
        Assert.InRange(ratio, 1 / 1.2, 1 / Math.Pow(1.2, 0.3));
    }

    [Fact]
    public void ExpectedMargin_DoesNotDependOnTheModelsUnit()
    {
        var daily = new BgNbd(0.243, 4.414 * 7, 0.793, 2.426, TimeUnit.Day);
        var inDays = new PurchaseHistory(2, 30.43 * 7, 38.86 * 7);
        double byWeek = new ProbabilityClv(Model, new ValueOptions()).ExpectedMargin(History, 20);
        Assert.Equal(byWeek, new ProbabilityClv(daily, new ValueOptions()).ExpectedMargin(inDays, 20), 1e-7 * byWeek);
    }

    [Fact]
    public void ExpectedNetMargin_SubtractsServiceForTheActiveTime()
    {
        var options = new ValueOptions { AnnualDiscountRate = 0, HorizonDays = 365, AnnualServiceCost = 12 };
        var clv = new ProbabilityClv(Model, options);
        double cost = clv.ExpectedMargin(History, 20) - clv.ExpectedNetMargin(History, 20);
        Assert.Equal(12 * Model.PAlive(History) * 365 / 365.25, cost, 1e-9);
        var discounted = new ProbabilityClv(Model, options with { AnnualDiscountRate = 0.1 });
        Assert.InRange(discounted.ExpectedMargin(History, 20) - discounted.ExpectedNetMargin(History, 20), cost / 1.1, cost);
    }

    [Fact]
    public void ExpectedMargin_TakesTheSegmentsMargin()
    {
        var clv = new ProbabilityClv(Model, new ValueOptions { MarginRate = 0.2, BySegment = new Dictionary<string, ValueOverride> { ["Champions"] = new(MarginRate: 0.4) } });
        Assert.Equal(2 * clv.ExpectedMargin(History, 20), clv.ExpectedMargin(History, 20, "Champions"), 1e-9);
    }

    [Fact]
    public void ExpectedMarginOfNewCustomer_CountsTheFirstPurchaseAndItsCost()
    {
        var clv = new ProbabilityClv(Model, new ValueOptions { AnnualDiscountRate = 0, HorizonDays = 364, AcquisitionCost = 15 });
        // E[X(52 weeks)] of a new customer is 1.444 at the maximum, 1.446 at the rounded parameters.
        Assert.Equal((1 + 1.444) * 30 - 15, clv.ExpectedMarginOfNewCustomer(30), 0.1);
    }

    [Fact]
    public void Constructor_IllegalOptions_Throws() =>
        Assert.Throws<ArgumentException>(() => new ProbabilityClv(Model, new ValueOptions { HorizonDays = -1 }));
}
