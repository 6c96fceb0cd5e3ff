using System.Globalization;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Evaluation;
using ServerlessSeg.Tests;

namespace ServerlessSeg.Core.Tests.Evaluation;

public sealed class CalibrationHoldoutTests
{
    // lifetimes (Davidson-Pilon) example_transactions: summary and calibration_and_holdout_data of its tests.
    [Fact]
    public void Split_LifetimesExampleAtTheEnd_MatchesItsSummary()
    {
        int end = ReferencePurchases.Day(2014, 12, 31);
        var split = CalibrationHoldout.Split(ReferencePurchases.LifetimesExample(), end, end + 1, TimeUnit.Day);
        Assert.Equal(5000, split.Customers.Count);
        Assert.Equal([(0, 0, 298), (0, 0, 224), (6, 142, 292), (0, 0, 147), (2, 9, 183)], split.Customers.Take(5).Select(Triple));
        Assert.Equal((9270, 121356, 1211978), Sums(split));
    }

    [Fact]
    public void Split_LifetimesExampleInSeptember_MatchesItsCalibrationAndHoldout()
    {
        var split = CalibrationHoldout.Split(ReferencePurchases.LifetimesExample(), ReferencePurchases.Day(2014, 9, 1), ReferencePurchases.Day(2014, 12, 31), TimeUnit.Day);
        Assert.Equal([(0, 0, 177), (0, 0, 103), (6, 142, 171), (0, 0, 26), (2, 9, 62)], split.Customers.Take(5).Select(Triple));
        Assert.Equal((7346, 75496, 606978), Sums(split));
        Assert.Equal(1924, split.Customers.Sum(c => c.HoldoutPurchases));
        Assert.Equal(121, split.Horizon);
    }

    // BTYDplus elog2cbs on the CDNOW sample; every column of every customer.
    [Fact]
    public void Split_Cdnow_MatchesTheReferenceForEveryCustomer()
    {
        string[][] expected = [.. File.ReadLines(ReferenceData.Path("ref_cdnow_cbs_T.cal_1997-09-30.csv")).Skip(1).Select(line => line.Split(','))];
        var split = CalibrationHoldout.Split(ReferencePurchases.Cdnow(), ReferencePurchases.CdnowSplit, ReferencePurchases.CdnowEnd, TimeUnit.Week);
        Assert.Equal(2357, split.Customers.Count);
        Assert.Equal(39, split.Horizon, 12);
        Assert.Equal(expected.Length, split.Customers.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            double Column(int c) => double.Parse(expected[i][c], CultureInfo.InvariantCulture);
            var customer = split.Customers[i];
            Assert.Equal(Column(1), customer.History.Frequency);
            Assert.Equal(Column(2), customer.History.Recency, 9);
            Assert.Equal(Column(3), customer.History.SumLogGaps, 6);
            Assert.Equal(Column(7), customer.History.T, 9);
            Assert.Equal(Column(9), customer.HoldoutPurchases);
            Assert.Equal(Column(10), customer.HoldoutSpend, 6);
            if (customer.History.Frequency > 0)
                Assert.Equal(Column(5), customer.MeanRepeatSpend * customer.History.Frequency, 6);
            else
                Assert.True(double.IsNaN(customer.MeanRepeatSpend));
        }
        Assert.Equal((2457, 1411, 1882), (split.Customers.Sum(c => c.History.Frequency), split.Customers.Count(c => c.History.Frequency == 0), split.Customers.Sum(c => c.HoldoutPurchases)));
    }

    [Fact]
    public void Split_PurchaseOnTheSplitDay_BelongsToCalibration()
    {
        var split = CalibrationHoldout.Split([[new(0, 1), new(10, 2), new(11, 4), new(20, 8), new(21, 16)]], 10, 20, TimeUnit.Day);
        var customer = Assert.Single(split.Customers);
        Assert.Equal((1, 10.0, 10.0), (customer.History.Frequency, customer.History.Recency, customer.History.T));
        Assert.Equal((2, 12.0, 2.0), (customer.HoldoutPurchases, customer.HoldoutSpend, customer.MeanRepeatSpend));
    }

    [Fact]
    public void Split_CustomerWonAfterTheSplit_IsLeftOutAndTheOthersKeepTheirIndex()
    {
        var split = CalibrationHoldout.Split([[new(11, 1)], [], [new(3, 1)]], 10, 20, TimeUnit.Day);
        Assert.Equal(2, Assert.Single(split.Customers).Index);
    }

    [Fact]
    public void Split_DaysOutOfOrder_Throws() =>
        Assert.Throws<ArgumentException>(() => CalibrationHoldout.Split([[new(3, 1), new(3, 1)]], 10, 20, TimeUnit.Day));

    [Fact]
    public void Split_WithoutHoldout_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CalibrationHoldout.Split([[new(3, 1)]], 10, 10, TimeUnit.Day));

    private static (int, int, int) Triple(CustomerSplit c) => (c.History.Frequency, (int)c.History.Recency, (int)c.History.T);

    private static (int, int, int) Sums(CalibrationHoldout split) =>
        (split.Customers.Sum(c => c.History.Frequency), (int)split.Customers.Sum(c => c.History.Recency), (int)split.Customers.Sum(c => c.History.T));
}
