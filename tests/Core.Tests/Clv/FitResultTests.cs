using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Simulation;

namespace ServerlessSeg.Core.Tests.Clv;

public sealed class FitResultTests
{
    [Fact]
    public void Resample_OfZeros_IsTheEstimate()
    {
        FitResult<BgNbd> fit = BgNbd.Fit(CustomerBySufficientStatistic.Cdnow().Weeks());
        BgNbd same = fit.Resample([0, 0, 0, 0]);
        Near.Parameters(same.Parameters, 1e-12, fit.Model.R, fit.Model.Alpha, fit.Model.A, fit.Model.B);
        Assert.Throws<ArgumentException>(() => fit.Resample([0, 0]));
    }

    [Fact]
    public void Resample_OfManyNormals_HasTheCovarianceOfTheLogParameters()
    {
        FitResult<BgNbd> fit = BgNbd.Fit(CustomerBySufficientStatistic.Cdnow().Weeks());
        const int Draws = 20_000;
        var random = new SeededRandom(8, 0);
        var sums = new double[16];
        for (int draw = 0; draw < Draws; draw++)
        {
            BgNbd model = fit.Resample([random.Normal(), random.Normal(), random.Normal(), random.Normal()]);
            double[] shift = [Math.Log(model.R / fit.Model.R), Math.Log(model.Alpha / fit.Model.Alpha), Math.Log(model.A / fit.Model.A), Math.Log(model.B / fit.Model.B)];
            for (int i = 0; i < 16; i++)
                sums[i] += shift[i / 4] * shift[i % 4] / Draws;
        }
        for (int i = 0; i < 16; i++)
        {
            double scale = Math.Sqrt(fit.LogParameterCovariance[i / 4 * 5] * fit.LogParameterCovariance[i % 4 * 5]);
            Near.Absolute(fit.LogParameterCovariance[i], sums[i], .04 * scale);
        }
    }

    [Fact]
    public void Parameters_OfTheModel_CarryTheirStandardErrors()
    {
        FitResult<ParetoNbd> fit = ParetoNbd.Fit(CustomerBySufficientStatistic.Cdnow().Weeks());
        Assert.Equal(fit.Parameters, fit.Model.Parameters);
        Assert.All(fit.Model.Parameters, parameter => Assert.True(parameter.StandardError > 0));
    }
}
