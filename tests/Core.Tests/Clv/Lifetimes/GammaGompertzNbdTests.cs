using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv.Lifetimes;

public sealed class GammaGompertzNbdTests
{
    [Fact]
    public void Fit_OnCdnow_ReachesThePublishedLikelihood()
    {
        // Bemmaor & Glady (2012), table 2: -9594.98; b and beta lie on a ridge and are not compared.
        CustomerBySufficientStatistic cdnow = CustomerBySufficientStatistic.Cdnow();
        FitResult<GammaGompertzNbd> fit = GammaGompertzNbd.Fit(cdnow.Weeks());
        Near.Absolute(-9594.98, fit.LogLikelihood, .01);
        Near.Relative(fit.LogLikelihood, cdnow.Histories().Sum(customer => fit.Model.LogLikelihood(customer)), 1e-10);
    }

    [Fact]
    public void Everything_NearTheLimitOfSmallB_IsTheParetoNbds()
    {
        const double B = 1e-9;
        var limit = new GammaGompertzNbd(.55328, 10.5777, B, .60624, 11.6687 * B, TimeUnit.Week);
        var pareto = new ParetoNbd(.55328, 10.5777, .60624, 11.6687, TimeUnit.Week);
        foreach (PurchaseHistory history in (PurchaseHistory[])[new(0, 0, 39), new(3, 10, 38), new(26, 30.9, 31), new(2, 0.3, 36)])
        {
            Near.Relative(pareto.LogLikelihood(history), limit.LogLikelihood(history), 1e-6);
            Near.Relative(pareto.PAlive(history), limit.PAlive(history), 1e-6);
            Near.Relative(pareto.ConditionalExpectedTransactions(history, 39), limit.ConditionalExpectedTransactions(history, 39), 1e-6);
            Near.Relative(pareto.ProbabilityOfNoPurchase(history, 13), limit.ProbabilityOfNoPurchase(history, 13), 1e-6);
            Near.Relative(pareto.DiscountedExpectedTransactions(history, 52, .003), limit.DiscountedExpectedTransactions(history, 52, .003), 1e-6);
        }
        Near.Relative(pareto.ProbabilityOfTransactions(3, 39), limit.ProbabilityOfTransactions(3, 39), 1e-6);
    }
}
