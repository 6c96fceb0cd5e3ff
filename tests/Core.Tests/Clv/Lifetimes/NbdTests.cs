using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv.Lifetimes;

public sealed class NbdTests
{
    [Fact]
    public void Fit_OnCdnow_GivesTheEstimatesOfBtydPlus()
    {
        FitResult<Nbd> fit = Nbd.Fit(CustomerBySufficientStatistic.Cdnow().Weeks());
        Assert.Equal(FitVerdict.Converged, fit.Verdict);
        Near.Absolute(-9763.6577, fit.LogLikelihood, 1e-3);
        Near.Parameters(fit.Parameters, 1e-3, .38477, 12.0720);
    }

    [Fact]
    public void Fit_OnGrocery_GivesTheEstimatesAndHoldoutOfBtydPlus()
    {
        CustomerBySufficientStatistic grocery = CustomerBySufficientStatistic.Grocery();
        FitResult<Nbd> fit = Nbd.Fit(grocery.Weeks());
        Near.Absolute(-16376.864, fit.LogLikelihood, .01);
        Near.Parameters(fit.Parameters, .005, .42032, 5.24511);
        double[] actual = grocery.Column("x.star");
        double[] predicted = grocery.Histories().Select(customer => fit.Model.ConditionalExpectedTransactions(customer, 52)).ToArray();
        Near.Relative(6354.7, predicted.Sum(), 5e-4);
        Near.Relative(2.609204, predicted.Zip(actual, (p, a) => Math.Abs(p - a)).Average(), 5e-4);
    }
}
