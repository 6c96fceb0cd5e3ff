using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv.Lifetimes;

public sealed class ParetoNbdTests
{
    private static readonly ParetoNbd Maximum = new(.55328, 10.5777, .60624, 11.6687, TimeUnit.Week);

    // The parameters of BTYD's vignette for the same data.
    private static readonly ParetoNbd Vignette = new(.5534, 10.5802, .6061, 11.6562, TimeUnit.Week);

    [Fact]
    public void Fit_OnCdnow_GivesThePublishedEstimates()
    {
        // Fader, Hardie & Lee (2005), table 2; exact values and errors: CLVTools 0.12.1.
        CustomerBySufficientStatistic cdnow = CustomerBySufficientStatistic.Cdnow();
        FitResult<ParetoNbd> fit = ParetoNbd.Fit(cdnow.Weeks());
        Assert.Equal(FitVerdict.Converged, fit.Verdict);
        Near.Absolute(-9594.97618, fit.LogLikelihood, 1e-4);
        Near.Parameters(fit.Parameters, 2e-3, .55328, 10.5777, .60624, 11.6687);
        Near.StandardErrors(fit.Parameters, .01, .0476264, .8427222, .1872594, 6.2105448);
        Near.Absolute(19197.952, fit.Aic, .01);
        Near.Absolute(19221.013, fit.Bic, .01);
        Near.Relative(fit.LogLikelihood, cdnow.Histories().Sum(customer => fit.Model.LogLikelihood(customer)), 1e-10);
    }

    [Fact]
    public void Fit_OnGrocery_GivesTheEstimatesOfBtyd()
    {
        FitResult<ParetoNbd> fit = ParetoNbd.Fit(CustomerBySufficientStatistic.Grocery().Weeks());
        Near.Absolute(-15782.3921, fit.LogLikelihood, .01);
        Near.Parameters(fit.Parameters, .005, .786435, 5.678976, .386221, 5.717118);
    }

    [Fact]
    public void Predictions_OnGrocery_MatchBtyd()
    {
        CustomerBySufficientStatistic grocery = CustomerBySufficientStatistic.Grocery();
        var model = new ParetoNbd(.786435, 5.678976, .386221, 5.717118, TimeUnit.Week);
        double[] expected = [.448422, .362708, .217093, .108677, .048878], alive = [.318579, .165206, .072767, .028817, .010721];
        for (int x = 1; x <= 5; x++)
        {
            Near.Relative(expected[x - 1], model.ConditionalExpectedTransactions(new PurchaseHistory(x, 12, 52), 52), 1e-4);
            Near.Relative(alive[x - 1], model.PAlive(new PurchaseHistory(x, 12, 52)), 1e-4);
        }
        double[] actual = grocery.Column("x.star");
        double[] predicted = grocery.Histories().Select(customer => model.ConditionalExpectedTransactions(customer, 52)).ToArray();
        Near.Relative(3990.8, predicted.Sum(), 5e-4);
        Near.Relative(1.507899, predicted.Zip(actual, (p, a) => Math.Abs(p - a)).Average(), 5e-4);
    }

    [Fact]
    public void ExpectedTransactions_OfANewCustomer_MatchesBtyd()
    {
        Near.Relative(1.4734, Maximum.ExpectedTransactions(52), 1e-3);
        double[] expected = [0, .051004534, .09962088, .14612427, .19074189, .23366376, .27505064, .31503995, .35375018, .39128434];
        for (int t = 0; t < expected.Length; t++)
            Near.Relative(expected[t], Vignette.ExpectedTransactions(t), 1e-6);
    }

    [Fact]
    public void ProbabilityOfTransactions_MatchesBtyd()
    {
        double[] expected = [.593575937, .1655843796, .08249794822, .04904616158, .03169961998, .02148739838];
        for (int n = 0; n < expected.Length; n++)
            Near.Absolute(expected[n], Vignette.ProbabilityOfTransactions(n, 39), 1e-4);
        Near.Relative(Vignette.LogLikelihood(new PurchaseHistory(0, 0, 39)), Math.Log(Vignette.ProbabilityOfTransactions(0, 39)), 1e-9);
    }

    [Fact]
    public void Predictions_OfCustomer1516_MatchBtyd()
    {
        // BTYD's vignette and lifetimes' test.
        var heavy = new PurchaseHistory(26, 30 + (6 / 7.0), 31);
        Near.Relative(25.45655, Maximum.ConditionalExpectedTransactions(heavy, 52), 1e-4);
        Near.Relative(.9978739, Maximum.PAlive(heavy), 1e-4);
        Near.Relative(86.2836, Maximum.DiscountedExpectedResidualTransactions(heavy, Math.Log(1.15) / 52), 1e-3);
    }

    [Fact]
    public void ConditionalExpectedTransactions_MorePurchasesThenSilence_ExpectsLess()
    {
        // The increasing-frequency paradox of BTYD's vignette.
        double[] expected = [.7061, .1442, .0225, .00309];
        for (int i = 0; i < expected.Length; i++)
            Near.Relative(expected[i], Vignette.ConditionalExpectedTransactions(new PurchaseHistory(10 + (5 * i), 20, 39), 52), .01);
    }

    [Theory]
    [InlineData(132, 6.2060517889632)]
    [InlineData(133, 6.2528722475748)]
    public void ConditionalExpectedTransactions_WhereBtydUnderflows_MatchesLifetimes(int x, double expected) =>
        Near.Relative(expected, new ParetoNbd(.55, 10.58, .61, 11.67, TimeUnit.Week).ConditionalExpectedTransactions(new PurchaseHistory(x, 200, 200), 10), 1e-6);

    [Fact]
    public void Predictions_OfEveryCdnowCustomer_MatchBtyd()
    {
        CustomerBySufficientStatistic reference = CustomerBySufficientStatistic.Read("ref_cdnow_individual_predictions_btyd.csv");
        PurchaseHistory[] customers = reference.Histories();
        double[] alive = reference.Column("palive_pnbd"), expected = reference.Column("cet39_pnbd"), residual = reference.Column("dert15_pnbd");
        double rate = Math.Log(1.15) / 52, totalAlive = 0, totalExpected = 0, totalResidual = 0;
        for (int i = 0; i < customers.Length; i++)
        {
            Near.Relative(alive[i], Maximum.PAlive(customers[i]), 1e-3);
            Near.Relative(expected[i], Maximum.ConditionalExpectedTransactions(customers[i], 39), 1e-3);
            Near.Relative(residual[i], Maximum.DiscountedExpectedResidualTransactions(customers[i], rate), 1e-3);
            totalAlive += Maximum.PAlive(customers[i]);
            totalExpected += Maximum.ConditionalExpectedTransactions(customers[i], 39);
            totalResidual += Maximum.DiscountedExpectedResidualTransactions(customers[i], rate);
        }
        Near.Relative(1665.66, totalExpected, 5e-4);
        Near.Relative(1051.85, totalAlive, 5e-4);
        Near.Relative(7208.06, totalResidual, 5e-4);
    }

    [Fact]
    public void DiscountedExpectedResidualTransactions_MatchesBtydsExample()
    {
        // BTYD's documented example of pnbd.DERT: alpha above beta.
        var model = new ParetoNbd(.5629966, 12.5590370, .4081095, 10.5148048, TimeUnit.Week);
        Near.Relative(1.864183328, model.DiscountedExpectedResidualTransactions(new PurchaseHistory(7, 35, 77.86), .0027), 1e-6);
        double[] expected = [2.19915545, 2.843534406, 2.867128391, 2.445410079, 1.840501924, 1.262416472, .8096181195, .4948036194, .2920247016, .1679275086];
        for (int x = 1; x <= 10; x++)
            Near.Relative(expected[x - 1], model.DiscountedExpectedResidualTransactions(new PurchaseHistory(x, 30, 77.86), .0027), 1e-6);

        // alpha below beta.
        double rate = Math.Log(1.15) / 52;
        Near.Relative(20.611365, Vignette.DiscountedExpectedResidualTransactions(new PurchaseHistory(7, 35, 39), rate), 1e-6);
        Near.Relative(4.307031446, Vignette.DiscountedExpectedResidualTransactions(new PurchaseHistory(1, 35, 39), rate), 1e-6);
    }

    [Fact]
    public void LogLikelihood_OfHeavyBuyers_IsFiniteAndExact()
    {
        // Histories for which CLVTools once gave NaN as P(alive); log-likelihoods by an independent implementation.
        var model = new ParetoNbd(.5143, 2.8845, .2856, 14.1087, TimeUnit.Week);
        PurchaseHistory[] histories = [new(221, 103.42857, 103.57143), new(254, 97.14286, 97.28571), new(161, 94.71429, 98), new(204, 98.57143, 99.42857)];
        double[] expected = [-61.58464856, -19.62329222, -87.42925486, -65.19834219];
        for (int i = 0; i < histories.Length; i++)
        {
            Near.Absolute(expected[i], model.LogLikelihood(histories[i]), 1e-7);
            Assert.InRange(model.PAlive(histories[i]), 0, 1);
        }
        var other = new ParetoNbd(10.465, .00798565, 3.0516, 2.820, TimeUnit.Week); // lifetimes' test
        foreach (PurchaseHistory history in (PurchaseHistory[])[new(40, 5, 6), new(50, 1, 37), new(50, 4, 37)])
            Assert.InRange(other.PAlive(history), 0, 1);
    }
}
