using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Contract;

namespace ServerlessSeg.Core.Tests.Clv.Contract;

public sealed class BetaDiscreteWeibullTests
{
    [Theory]
    [InlineData(0.668, 3.806)]
    [InlineData(0.704, 1.182)]
    [InlineData(25.0, 0.4)]
    public void WithCOne_EverythingEqualsShiftedBetaGeometric(double gamma, double delta)
    {
        var general = new BetaDiscreteWeibull(gamma, delta, 1);
        var nested = new ShiftedBetaGeometric(gamma, delta);
        var counts = RenewalCounts.FromSurvivors(ShiftedBetaGeometricTests.HighEnd);
        Assert.Equal(nested.LogLikelihood(counts), general.LogLikelihood(counts), 1e-8);
        Assert.Equal(nested.DiscountedExpectedLifetime(0.1), general.DiscountedExpectedLifetime(0.1), 1e-10);
        for (int t = 1; t <= 15; t++)
        {
            Assert.Equal(nested.Survival(t), general.Survival(t), 1e-12);
            Assert.Equal(nested.Retention(t), general.Retention(t), 1e-12);
            Assert.Equal(nested.DiscountedExpectedResidualLifetime(t, 0.1), general.DiscountedExpectedResidualLifetime(t, 0.1), 1e-9);
        }
    }

    [Fact]
    public void Fit_OfThePublishedCohorts_IsNeverBelowShiftedBetaGeometric()
    {
        foreach (double[] survivors in new[] { ShiftedBetaGeometricTests.HighEnd, ShiftedBetaGeometricTests.Regular })
        {
            var counts = RenewalCounts.FromSurvivors(survivors);
            var general = BetaDiscreteWeibull.Fit(counts);
            Assert.True(general.LogLikelihood >= ShiftedBetaGeometric.Fit(counts).LogLikelihood - 1e-6);
            Assert.Equal(general.LogLikelihood, general.Model.LogLikelihood(counts), 1e-9);
        }
    }

    [Fact]
    public void Fit_OfItsOwnSurvivalCurve_FindsTheParametersAgain()
    {
        var truth = new BetaDiscreteWeibull(0.6, 2.5, 1.6);
        var fit = BetaDiscreteWeibull.Fit(RenewalCounts.FromSurvivors([.. Enumerable.Range(0, 11).Select(t => 1e6 * truth.Survival(t))]));
        Assert.Equal(FitVerdict.Converged, fit.Verdict);
        Assert.Equal(0.6, fit.Model.Gamma, 1e-3);
        Assert.Equal(2.5, fit.Model.Delta, 4e-3);
        Assert.Equal(1.6, fit.Model.C, 2e-3);
    }

    [Fact]
    public void Gradient_IsTheSlopeOfTheLikelihood()
    {
        var likelihood = new BetaDiscreteWeibullLikelihood(RenewalCounts.FromSurvivors(ShiftedBetaGeometricTests.Regular));
        double[] point = [-0.4, 0.3, 0.2], gradient = new double[3], unused = new double[3];
        likelihood.Evaluate(point, gradient);
        for (int i = 0; i < 3; i++)
        {
            const double Step = 1e-5;
            double[] above = [.. point], below = [.. point];
            above[i] += Step;
            below[i] -= Step;
            double slope = (likelihood.Evaluate(above, unused) - likelihood.Evaluate(below, unused)) / (2 * Step);
            Assert.Equal(slope, gradient[i], 1e-5 * (1 + Math.Abs(slope)));
        }
    }

    [Fact]
    public void Fit_TwoRenewals_AreTooFew() =>
        Assert.Equal(FitVerdict.TooLittleData, BetaDiscreteWeibull.Fit(RenewalCounts.FromSurvivors(1000, 800, 700)).Verdict);
}
