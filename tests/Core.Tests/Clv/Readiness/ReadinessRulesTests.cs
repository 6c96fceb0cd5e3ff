using ServerlessSeg.Core.Clv.Readiness;

namespace ServerlessSeg.Core.Tests.Clv.Readiness;

public sealed class ReadinessRulesTests
{
    private static readonly ReadinessInput Good = new()
    {
        Customers = 5000, Repeaters = 2000, HistoryDays = 700, DaysSinceLastPurchase = 1, RefundShare = 0.03,
        NoCustomerShare = 0.05, DistinctFrequencies = 30, DistinctMeanSpends = 1500,
    };

    [Fact]
    public void Check_GoodData_PassesEveryRule()
    {
        var report = ReadinessRules.Check(Good);
        Assert.Equal(ReadinessVerdict.Pass, report.Overall);
        Assert.True(report.AllowsClv);
        Assert.Empty(report.Reasons);
        Assert.Equal(8, report.Checks.Select(c => c.Rule).Distinct().Count());
    }

    public static TheoryData<string, string, ReadinessInput> Cases => new()
    {
        { "customers", "Warn", Good with { Customers = 499 } },
        { "customers", "Fail", Good with { Customers = 99 } },
        { "repeaters", "Warn", Good with { Repeaters = 199 } },
        { "repeaters", "Fail", Good with { Repeaters = 29 } },
        { "history", "Warn", Good with { HistoryDays = 364 } },
        { "history", "Fail", Good with { HistoryDays = 179 } },
        { "last-purchase", "Warn", Good with { DaysSinceLastPurchase = 31 } },
        { "last-purchase", "Fail", Good with { DaysSinceLastPurchase = 181 } },
        { "refunds", "Warn", Good with { RefundShare = 0.11 } },
        { "refunds", "Fail", Good with { RefundShare = 0.51 } },
        { "refunds", "Fail", Good with { RefundShare = double.NaN } },
        { "no-customer", "Warn", Good with { NoCustomerShare = 0.25 } },
        { "no-customer", "Fail", Good with { NoCustomerShare = 0.81 } },
        { "frequency-varies", "Fail", Good with { DistinctFrequencies = 1 } },
        { "spend-varies", "Warn", Good with { DistinctMeanSpends = 1 } },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Check_OneFault_IsJudgedByItsRuleAlone(string rule, string verdict, ReadinessInput input)
    {
        var report = ReadinessRules.Check(input);
        var fault = Assert.Single(report.Checks, c => c.Verdict != ReadinessVerdict.Pass);
        Assert.Equal((rule, verdict), (fault.Rule, fault.Verdict.ToString()));
        Assert.Equal(verdict, report.Overall.ToString());
        Assert.Equal(verdict != "Fail", report.AllowsClv);
    }

    [Fact]
    public void Check_AtTheLimits_Passes()
    {
        var atLimits = Good with { Customers = 500, Repeaters = 200, HistoryDays = 365, DaysSinceLastPurchase = 30, RefundShare = 0.1, NoCustomerShare = 0.2 };
        Assert.Equal(ReadinessVerdict.Pass, ReadinessRules.Check(atLimits).Overall);
    }

    [Fact]
    public void Check_SeveralFaults_ListsTheWorstFirstWithWhatWasFound()
    {
        var report = ReadinessRules.Check(Good with { Customers = 499, HistoryDays = 20 });
        string[] reasons = [.. report.Reasons];
        Assert.Equal("There are 20 days of history; at least 180 are needed. Add older exports.", reasons[0]);
        Assert.StartsWith("There are 499 customers with a purchase; at least 500 are advised.", reasons[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OwnLimits_AreUsed() =>
        Assert.Equal(ReadinessVerdict.Pass, ReadinessRules.Check(Good with { Customers = 40 }, new ReadinessOptions { Customers = new Limits(10, 20) }).Overall);
}
