using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv.BetaGeometric;

public sealed class MbgNbdTests
{
    [Fact]
    public void Fit_OnCdnow_GivesThePublishedEstimates()
    {
        // lifetimes' test, citing BTYDplus (Platzer & Reutterer 2016).
        CustomerBySufficientStatistic cdnow = CustomerBySufficientStatistic.Cdnow();
        FitResult<MbgNbd> fit = MbgNbd.Fit(cdnow.Weeks());
        Assert.Equal(FitVerdict.Converged, fit.Verdict);
        Near.Absolute(-9582.1357, fit.LogLikelihood, 1e-3);
        Near.Parameters(fit.Parameters, 1e-3, .5248, 6.1831, .8914, 1.6140);

        PurchaseHistory[] customers = cdnow.Histories();
        Near.Relative(fit.LogLikelihood, customers.Sum(customer => fit.Model.LogLikelihood(customer)), 1e-11);
        Near.Relative(1576.712, customers.Sum(customer => fit.Model.ConditionalExpectedTransactions(customer, 39)), 5e-4);
        Near.Relative(1057.632, customers.Sum(customer => fit.Model.PAlive(customer)), 5e-4);
    }

    [Fact]
    public void Fit_OnGrocery_GivesTheEstimatesOfBtydPlus()
    {
        FitResult<MbgNbd> fit = MbgNbd.Fit(CustomerBySufficientStatistic.Grocery().Weeks());
        Near.Absolute(-15781.9394, fit.LogLikelihood, .01);
        Near.Parameters(fit.Parameters, .005, 1.256791, 6.038476, .368251, .715735);
    }

    [Fact]
    public void LogLikelihood_AtNote027Cases_IsExact()
    {
        // pymc-marketing's test of the same two histories.
        var model = new MbgNbd(.25, 4, .8, 2.5, TimeUnit.Week);
        Near.Absolute(-.41792826, model.LogLikelihood(new PurchaseHistory(0, 0, 40)), 1e-7);
        Near.Absolute(100.78690976, model.LogLikelihood(new PurchaseHistory(200, 38, 40)), 1e-7);
    }

    [Fact]
    public void PAlive_WithoutRepeatPurchase_IsBelowOne() =>
        Assert.InRange(new MbgNbd(.5248, 6.1831, .8914, 1.6140, TimeUnit.Week).PAlive(new PurchaseHistory(0, 0, 30)), .1, .99);
}
