using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv.Spending;

public sealed class GammaGammaTests
{
    [Fact]
    public void Fit_OnCdnow_GivesThePublishedEstimates()
    {
        // Fader & Hardie (2013), note 025; exact values and errors: CLVTools 0.12.1.
        FitResult<GammaGamma> fit = GammaGamma.Fit(CustomerBySufficientStatistic.Cdnow().Spending());
        Assert.Equal(FitVerdict.Converged, fit.Verdict);
        Assert.Equal(946, fit.Customers);
        Near.Absolute(-4055.9177, fit.LogLikelihood, 1e-3);
        Near.Parameters(fit.Parameters, 1e-3, 6.24935, 3.74426, 15.44431);
        Near.StandardErrors(fit.Parameters, 0.01, 1.18997, .290136, 4.15953);
        Near.Relative(35.1704, fit.Model.PopulationMeanSpend, 1e-4);
        Near.Absolute(8117.835, fit.Aic, 0.01);

        // CLVTools counts all 2,357 customers in the BIC of the spending model.
        Near.Absolute(8135.131, (3 * Math.Log(2357)) - (2 * fit.LogLikelihood), 0.01);
    }

    [Fact]
    public void ExpectedMeanSpend_OfTheFirstTenCdnowCustomers_IsNote025s()
    {
        CustomerBySufficientStatistic cdnow = CustomerBySufficientStatistic.Cdnow();
        GammaGamma model = GammaGamma.Fit(cdnow.Spending()).Model;
        double[] money = cdnow.Column("sales.x");
        double[] expected = [24.654, 18.910, 35.170, 35.170, 35.170, 71.465, 18.910, 35.170, 27.282, 35.170];
        for (int i = 0; i < expected.Length; i++)
        {
            int x = cdnow.Frequency[i];
            Near.Absolute(expected[i], model.ExpectedMeanSpend(x, x > 0 ? money[i] / x : 0), 0.01);
        }
    }

    [Fact]
    public void LogLikelihood_SummedOverCustomers_IsTheFitsOwn()
    {
        SpendData data = CustomerBySufficientStatistic.Cdnow().Spending();
        FitResult<GammaGamma> fit = GammaGamma.Fit(data);
        double sum = 0;
        for (int i = 0; i < data.Rows; i++)
            sum += data.Weight[i] * fit.Model.LogLikelihood(data.Frequency[i], data.MeanValue[i]);
        Near.Relative(fit.LogLikelihood, sum, 1e-11);
    }

    [Fact]
    public void Fit_OfConstantValues_IsDegenerateAndAnswersWithTheMean()
    {
        int[] x = Enumerable.Range(0, 200).Select(i => 1 + (i % 5)).ToArray();
        FitResult<GammaGamma> fit = GammaGamma.Fit(SpendData.FromCustomers(x, x.Select(_ => 20.0).ToArray()));
        Assert.Equal(FitVerdict.Degenerate, fit.Verdict);
        Assert.Equal(20, fit.Model.ExpectedMeanSpend(3, 20), 1e-9);
        Assert.Equal(20, fit.Model.PopulationMeanSpend, 1e-9);
        Assert.NotEmpty(fit.Reason);
    }

    [Fact]
    public void Fit_WithoutSpending_SaysTooLittleDataAndStaysFinite()
    {
        FitResult<GammaGamma> fit = GammaGamma.Fit(SpendData.FromCustomers([0, 0, 3], [0, 10, -4]));
        Assert.Equal(FitVerdict.TooLittleData, fit.Verdict);
        Assert.True(double.IsFinite(fit.Model.ExpectedMeanSpend(2, 5)));
        Assert.Equal(0, fit.Customers);
    }
}
