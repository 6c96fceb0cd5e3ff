using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv;

public sealed class PurchaseHistoriesTests
{
    [Fact]
    public void FromDays_OnCdnow_FindsTheDistinctHistories()
    {
        PurchaseHistories data = CustomerBySufficientStatistic.Cdnow().Weeks();
        Assert.Equal(1016, data.Groups);
        Assert.Equal(2357, data.Customers);
        Assert.Equal(2457, data.Transactions);
        Assert.Equal(2357 - 1411, data.RepeatCustomers);
    }

    [Fact]
    public void FromDays_AndFromHistories_AgreeInEveryGroup()
    {
        CustomerBySufficientStatistic cdnow = CustomerBySufficientStatistic.Cdnow();
        PurchaseHistories days = cdnow.Weeks();
        PurchaseHistories weeks = PurchaseHistories.FromHistories(days.GroupOfCustomer.ToArray().Select(group => days[group]), TimeUnit.Week);
        Assert.Equal(days.Frequency.ToArray(), weeks.Frequency.ToArray());
        Assert.Equal(days.Recency.ToArray(), weeks.Recency.ToArray());
        Assert.Equal(days.T.ToArray(), weeks.T.ToArray());
        Assert.Equal(days.Weight.ToArray(), weeks.Weight.ToArray());
        Assert.Equal(days.GroupOfCustomer.ToArray(), weeks.GroupOfCustomer.ToArray());
    }

    [Fact]
    public void FromDays_InAnyOrder_GivesTheSameFitToTheLastBit()
    {
        CustomerBySufficientStatistic grocery = CustomerBySufficientStatistic.Grocery();
        int[] order = Enumerable.Range(0, grocery.Customers).ToArray();
        new Random(5).Shuffle(order);
        int[] x = grocery.Frequency, recency = grocery.RecencyDays, age = grocery.AgeDays;
        double[] gaps = grocery.Column("litt");
        T[] Shuffled<T>(T[] values) => order.Select(i => values[i]).ToArray();
        PurchaseHistories one = PurchaseHistories.FromDays(x, recency, age, gaps, TimeUnit.Week);
        PurchaseHistories other = PurchaseHistories.FromDays(Shuffled(x), Shuffled(recency), Shuffled(age), Shuffled(gaps), TimeUnit.Week);
        Assert.Equal(one.SumLogGaps, other.SumLogGaps);
        Assert.Equal(BgNbd.Fit(one).Parameters, BgNbd.Fit(other).Parameters);
    }

    [Fact]
    public void FromWeighted_AndRepeatedCustomers_GiveTheSameFit()
    {
        PurchaseHistories repeated = CustomerBySufficientStatistic.Cdnow().Weeks();
        PurchaseHistories weighted = PurchaseHistories.FromWeighted(Enumerable.Range(0, repeated.Groups).Select(g => (repeated[g], repeated.Weight[g])), TimeUnit.Week);
        Assert.Equal(BgNbd.Fit(repeated).Parameters, BgNbd.Fit(weighted).Parameters);
    }

    [Theory]
    [InlineData(-1, 0, 5)]
    [InlineData(1, 6, 5)]
    [InlineData(0, 2, 5)]
    [InlineData(1, -2, 5)]
    public void FromDays_IllegalHistory_IsRefused(int x, int recency, int age) =>
        Assert.Throws<ArgumentException>(() => PurchaseHistories.FromDays([x], [recency], [age], [], TimeUnit.Day));

    [Fact]
    public void Fit_OfNothing_SaysTooLittleDataAndStaysFinite()
    {
        FitResult<BgNbd> fit = BgNbd.Fit(PurchaseHistories.FromDays([], [], [], [], TimeUnit.Week));
        Assert.Equal(FitVerdict.TooLittleData, fit.Verdict);
        Assert.True(double.IsFinite(fit.Model.ConditionalExpectedTransactions(new PurchaseHistory(3, 5, 6), 52)));
    }
}
