using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.BetaGeometric;

namespace ServerlessSeg.Core.Tests.Clv.BetaGeometric;

public sealed class EndlessDiscountTests
{
    [Fact]
    public void DiscountedExpectedResidualTransactions_IsTheLimitOfAFiniteHorizon()
    {
        foreach (BetaGeometricModel model in (BetaGeometricModel[])
        [
            new BgNbd(.243, 4.414, .793, 2.426, TimeUnit.Week), new MbgNbd(3, 20, 1, 1.6, TimeUnit.Week), new MbgCnbd(3, 1.3, 1.9, .42, .79, TimeUnit.Week),
            new BgNbd(.01, 4.414, .05, 2.426, TimeUnit.Week), new BgNbd(300, 900, 4, 1, TimeUnit.Week),
        ])
        {
            foreach (PurchaseHistory history in (PurchaseHistory[])[new(0, 0, 39), new(1, 10, 39), new(12, 37, 39)])
            {
                double finite = model.DiscountedExpectedTransactions(history, 2000, .02), endless = model.DiscountedExpectedResidualTransactions(history, .02);
                Near.Relative(finite, endless, 1e-8);
            }
        }
    }

    [Fact]
    public void HypergeometricOne_MatchesItsSeries()
    {
        foreach ((double b, double c) in (ReadOnlySpan<(double, double)>)[(2.4, 3.2), (.01, 1), (30, 30.003), (.3, .7)])
        {
            foreach (double z in (ReadOnlySpan<double>)[0, .2, .9, .99])
            {
                double term = 1, sum = 0;
                for (int n = 0; n < 20_000; n++)
                {
                    sum += term;
                    term *= (b + n) / (c + n) * z;
                }
                Near.Relative(sum, EndlessDiscount.HypergeometricOne(b, c, z), 1e-12);
            }
        }
    }
}
