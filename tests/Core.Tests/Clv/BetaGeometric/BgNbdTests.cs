using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv.BetaGeometric;

public sealed class BgNbdTests
{
    // Fader, Hardie & Lee (2005), rounded as printed; the functions below are evaluated exactly there.
    private static readonly BgNbd Published = new(0.243, 4.414, 0.793, 2.426, TimeUnit.Week);

    // The maximum on CDNOW, on which four implementations agree.
    private static readonly BgNbd Maximum = new(0.2425945, 4.4136019, 0.7929199, 2.4258881, TimeUnit.Week);

    [Fact]
    public void Fit_OnCdnow_GivesThePublishedEstimates()
    {
        // Fader, Hardie & Lee (2005), Marketing Science 24(2), table 2; standard errors: CLVTools 0.12.1.
        FitResult<BgNbd> fit = BgNbd.Fit(CustomerBySufficientStatistic.Cdnow().Weeks());
        Assert.Equal(FitVerdict.Converged, fit.Verdict);
        Near.Absolute(-9582.4292, fit.LogLikelihood, 1e-3);
        Near.Parameters(fit.Parameters, 1e-4, 0.2425945, 4.4136019, 0.7929199, 2.4258881);
        Near.StandardErrors(fit.Parameters, 0.01, 0.0125574, 0.378224, 0.185733, 0.705407);
        Near.Absolute(19172.858, fit.Aic, 0.01);
        Near.Absolute(19195.919, fit.Bic, 0.01);
        Assert.True(fit.GradientNorm < 1e-6);
    }

    [Fact]
    public void Fit_OnGrocery_GivesTheEstimatesOfBtyd()
    {
        FitResult<BgNbd> fit = BgNbd.Fit(CustomerBySufficientStatistic.Grocery().Weeks());
        Near.Absolute(-15836.5662, fit.LogLikelihood, .01);
        Near.Parameters(fit.Parameters, .005, .348592, 2.580938, .503826, 3.644363);
    }

    [Fact]
    public void LogLikelihood_SummedOverCustomers_IsTheFitsOwn()
    {
        CustomerBySufficientStatistic cdnow = CustomerBySufficientStatistic.Cdnow();
        FitResult<BgNbd> fit = BgNbd.Fit(cdnow.Weeks());
        Near.Relative(fit.LogLikelihood, cdnow.Histories().Sum(history => fit.Model.LogLikelihood(history)), 1e-11);
    }

    [Theory]
    [InlineData(.1429, 0.0078159)]
    [InlineData(1, 0.0531839)]
    [InlineData(3, 0.1506300)]
    [InlineData(31.8571, 1.0404824)]
    [InlineData(32, 1.0437253)]
    [InlineData(78, 1.8579351)]
    [InlineData(52, 1.443999)]
    public void ExpectedTransactions_OfANewCustomer_IsTheSpreadsheets(double weeks, double expected) =>
        Near.Relative(expected, Maximum.ExpectedTransactions(weeks), 5e-5); // Hardie's spreadsheet for the paper; BTYD

    [Fact]
    public void ProbabilityOfTransactions_MatchesBtyd()
    {
        // BTYD.pdf, bgnbd.pmf examples.
        Near.Relative(1.07868964e-7, Published.ProbabilityOfTransactions(10, 2), 1e-6);
        Near.Relative(0.5737863521, Published.ProbabilityOfTransactions(0, 39), 1e-6);
        double[] expected =
        [
            .001999521447, .00151702363, .001163315007, .0009003147896, .0007023637659, .0005517902426, .0004361912809, .0003467171396,
            .0002769612648, .000222226048,
        ];
        for (int i = 0; i < expected.Length; i++)
            Near.Relative(expected[i], Published.ProbabilityOfTransactions(11 + i, 30), 1e-6);
    }

    [Fact]
    public void ConditionalExpectedTransactions_MatchesTheSpreadsheetAndBtyd()
    {
        Near.Relative(1.225898, Maximum.ConditionalExpectedTransactions(new PurchaseHistory(2, 30.43, 38.86), 39), 1e-5);
        var heavy = new PurchaseHistory(26, 30 + (6 / 7.0), 31);
        Near.Relative(25.75659, Maximum.ConditionalExpectedTransactions(heavy, 52), 1e-4);
        Near.Relative(.9688523, Maximum.PAlive(heavy), 1e-4);
    }

    [Fact]
    public void Predictions_OnCdnow_AddUpToTheReferenceTotals()
    {
        PurchaseHistory[] customers = CustomerBySufficientStatistic.Cdnow().Histories();
        Near.Relative(1653.40, customers.Sum(customer => Maximum.ConditionalExpectedTransactions(customer, 39)), 5e-4);
        Near.Relative(1917.28, customers.Sum(customer => Maximum.PAlive(customer)), 5e-4);
    }

    [Fact]
    public void Predictions_OfEveryCdnowCustomer_MatchBtyd()
    {
        CustomerBySufficientStatistic reference = CustomerBySufficientStatistic.Read("ref_cdnow_individual_predictions_btyd.csv");
        PurchaseHistory[] customers = reference.Histories();
        double[] alive = reference.Column("palive_bg"), expected = reference.Column("cet39_bg");
        for (int i = 0; i < customers.Length; i++)
        {
            Near.Relative(alive[i], Maximum.PAlive(customers[i]), 1e-3);
            Near.Relative(expected[i], Maximum.ConditionalExpectedTransactions(customers[i], 39), 1e-3);
        }
    }

    [Fact]
    public void LogLikelihood_AtNote027Cases_IsExactWhereSpreadsheetsOverflow()
    {
        // Fader & Hardie note 027 (the naive formula gives #NUM!); values by an independent implementation in extended precision.
        var model = new BgNbd(.25, 4, .8, 2.5, TimeUnit.Week);
        Near.Absolute(-.59947382, model.LogLikelihood(new PurchaseHistory(0, 0, 40)), 1e-7);
        Near.Absolute(100.79569309, model.LogLikelihood(new PurchaseHistory(200, 38, 40)), 1e-7);
    }

    [Fact]
    public void PAlive_WithoutRepeatPurchase_IsOne() => Assert.Equal(1, Maximum.PAlive(new PurchaseHistory(0, 0, 30)));
}
