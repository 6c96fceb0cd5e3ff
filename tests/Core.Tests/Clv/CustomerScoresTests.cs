using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv;

public sealed class CustomerScoresTests
{
    private static readonly ScoringTerms Terms = new(52, 90 / 7.0, Math.Log(1.1) / 52);

    [Fact]
    public void Of_EveryModel_GivesWhatTheModelGivesForOneCustomer()
    {
        PurchaseHistories data = CustomerBySufficientStatistic.Cdnow().Weeks();
        foreach (CustomerBaseModel model in (CustomerBaseModel[])
        [
            new BgNbd(.243, 4.414, .793, 2.426, TimeUnit.Week), new ParetoNbd(.553, 10.58, .606, 11.67, TimeUnit.Week), new MbgCnbd(2, .52, 3.1, .89, 1.6, TimeUnit.Week),
        ])
        {
            CustomerScores scores = CustomerScores.Of(model, data, Terms, TestContext.Current.CancellationToken);
            for (int g = 0; g < data.Groups; g += 7)
            {
                Assert.Equal(model.PAlive(data[g]), scores.PAlive[g]);
                Near.Relative(model.ConditionalExpectedTransactions(data[g], 52), scores.ConditionalExpectedTransactions[g], 1e-12);
                Near.Relative(model.DiscountedExpectedTransactions(data[g], 52, Terms.DiscountRatePerUnit), scores.DiscountedExpectedTransactions[g], 1e-12);
                Near.Relative(model.ProbabilityOfNoPurchase(data[g], Terms.ChurnHorizon), scores.ProbabilityOfNoPurchase[g], 1e-12);
            }
        }
    }

    [Fact]
    public void Of_AModelInAnotherUnit_IsRefused() =>
        Assert.Throws<ArgumentException>(() => CustomerScores.Of(new Nbd(1, 1, TimeUnit.Day), CustomerBySufficientStatistic.Cdnow().Weeks(), Terms, TestContext.Current.CancellationToken));

    [Fact]
    public void Of_AnEmptyBase_IsEmpty() =>
        Assert.True(CustomerScores.Of(new Nbd(1, 1, TimeUnit.Day), PurchaseHistories.FromDays([], [], [], [], TimeUnit.Day), Terms, TestContext.Current.CancellationToken).PAlive.IsEmpty);
}
