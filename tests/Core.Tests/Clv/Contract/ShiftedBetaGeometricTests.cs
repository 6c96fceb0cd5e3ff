using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Contract;

namespace ServerlessSeg.Core.Tests.Clv.Contract;

/// <summary>Fader &amp; Hardie (2007), "How to project customer retention": the two cohorts of 1,000 customers of its table 1.</summary>
public sealed class ShiftedBetaGeometricTests
{
    internal static readonly double[] HighEnd = [1000, 869, 743, 653, 593, 551, 517, 491];
    internal static readonly double[] Regular = [1000, 631, 468, 382, 326, 289, 262, 241];

    public static TheoryData<double[], int, double, double, double> Fits => new()
    {
        { HighEnd, 7, 0.6680884, 3.8060955, -1611.15815 },
        { HighEnd, 5, 0.875382, 5.161672, -1378.48315 },
        { HighEnd, 4, 1.280976, 7.790383, -1225.13491 },
        { Regular, 7, 0.7040773, 1.1820431, -1680.26519 },
        { Regular, 5, 0.737007, 1.245343, -1517.07297 },
        { Regular, 4, 0.763665, 1.295830, -1401.55942 },
    };

    [Theory]
    [MemberData(nameof(Fits), DisableDiscoveryEnumeration = true)]
    public void Fit_PublishedCohorts_ReachesTheMaximum(double[] survivors, int renewals, double alpha, double beta, double logLikelihood)
    {
        var fit = ShiftedBetaGeometric.Fit(RenewalCounts.FromSurvivors(survivors.AsSpan(0, renewals + 1)));
        Assert.Equal(FitVerdict.Converged, fit.Verdict);
        Assert.Equal(logLikelihood, fit.LogLikelihood, 1e-4);
        Assert.Equal(alpha, fit.Model.Alpha, 1e-4 * alpha);
        Assert.Equal(beta, fit.Model.Beta, 1e-4 * beta);
        Assert.All(fit.Parameters, p => Assert.True(p.StandardError > 0));
    }

    [Fact]
    public void ExpectedChurn_OfThePublishedFits_IsTheMean()
    {
        Assert.Equal(0.149321, HighEndModel.ExpectedChurn, 1e-5);
        Assert.Equal(0.373294, RegularModel.ExpectedChurn, 1e-5);
    }

    [Fact]
    public void Survival_Projected_MatchesTheTwelveYears()
    {
        double[] highEnd = [85.068, 74.686, 66.979, 60.992, 56.183, 52.222, 48.891, 46.044, 43.578, 41.417, 39.506, 37.800];
        double[] regular = [62.671, 47.382, 38.797, 33.207, 29.235, 26.246, 23.902, 22.008, 20.441, 19.119, 17.986, 17.004];
        for (int t = 1; t <= 12; t++)
        {
            Assert.Equal(highEnd[t - 1], 100 * HighEndModel.Survival(t), 5.1e-4);
            Assert.Equal(regular[t - 1], 100 * RegularModel.Survival(t), 5.1e-4);
        }
    }

    [Fact]
    public void Retention_IsTheRatioOfSurvivals()
    {
        for (int t = 1; t <= 12; t++)
        {
            Assert.Equal((RegularModel.Beta + t - 1) / (RegularModel.Alpha + RegularModel.Beta + t - 1), RegularModel.Retention(t), 14);
            Assert.Equal(RegularModel.Survival(t) / RegularModel.Survival(t - 1), RegularModel.Retention(t), 12);
        }
    }

    [Fact]
    public void DiscountedExpectedLifetime_AtTenPercent_IsTheReference()
    {
        Assert.Equal(5.922254, HighEndModel.DiscountedExpectedLifetime(0.1), 1e-5);
        Assert.Equal(3.694908, RegularModel.DiscountedExpectedLifetime(0.1), 1e-5);
    }

    [Fact]
    public void DiscountedExpectedResidualLifetime_AtTenPercent_IsTheReference()
    {
        double[] highEnd = [5.414479, 5.901378, 6.293892, 6.619920, 6.896707, 7.135661, 7.344721, 7.529628];
        double[] regular = [2.964399, 4.103140, 4.869805, 5.442058, 5.894095, 6.264410, 6.575655, 6.842315];
        for (int n = 1; n <= 8; n++)
        {
            Assert.Equal(highEnd[n - 1], HighEndModel.DiscountedExpectedResidualLifetime(n, 0.1), 1e-5);
            Assert.Equal(regular[n - 1], RegularModel.DiscountedExpectedResidualLifetime(n, 0.1), 1e-5);
        }
    }

    [Theory]
    [InlineData(0.668, 3.806, 1.0)]
    [InlineData(0.704, 1.182, 0.1)]
    [InlineData(0.704, 1.182, 0.001)]
    [InlineData(1.0, 1.0, 0.01)]
    [InlineData(30.0, 0.5, 0.1)]
    [InlineData(0.01, 200.0, 0.05)]
    public void DiscountedExpectedLifetime_IsTheSumOfDiscountedSurvivals(double alpha, double beta, double rate)
    {
        var model = new ShiftedBetaGeometric(alpha, beta);
        double sum = 0, survival = 1, discount = 1;
        for (int t = 0; t < 60_000; t++)
        {
            sum += survival * discount;
            survival *= model.Retention(t + 1);
            discount /= 1 + rate;
        }
        Assert.Equal(sum, model.DiscountedExpectedLifetime(rate), 1e-10 * sum);
    }

    [Fact]
    public void Fit_NobodyLeaves_IsAtTheBoundaryWithFinitePredictions()
    {
        var fit = ShiftedBetaGeometric.Fit(RenewalCounts.FromSurvivors(500, 500, 500, 500));
        Assert.Equal(FitVerdict.Boundary, fit.Verdict);
        Assert.InRange(fit.Model.Survival(10), 0.99, 1);
        Assert.True(double.IsFinite(fit.Model.DiscountedExpectedLifetime(0.1)));
    }

    [Fact]
    public void Fit_CustomersAllAlike_IsAtTheBoundaryAndKeepsTheirRate()
    {
        var fit = ShiftedBetaGeometric.Fit(RenewalCounts.FromSurvivors(16000, 8000, 4000, 2000, 1000, 500));
        Assert.Equal(FitVerdict.Boundary, fit.Verdict);
        Assert.Equal(0.5, fit.Model.Retention(20), 0.01);
    }

    [Theory]
    [InlineData(new double[] { })]
    [InlineData(new double[] { 100 })]
    [InlineData(new double[] { 100, 80 })]
    [InlineData(new double[] { 5, 4, 3, 2 })]
    public void Fit_TooLittleData_SaysSo(double[] survivors)
    {
        var fit = ShiftedBetaGeometric.Fit(RenewalCounts.FromSurvivors(survivors));
        Assert.Equal(FitVerdict.TooLittleData, fit.Verdict);
        Assert.NotEmpty(fit.Reason);
        Assert.InRange(fit.Model.Survival(3), 0, 1);
    }

    [Fact]
    public void Combine_OfHalfCohorts_FitsLikeTheWhole()
    {
        double[] half = [.. HighEnd.Select(s => s / 2)];
        var whole = ShiftedBetaGeometric.Fit(RenewalCounts.FromSurvivors(HighEnd));
        var halves = ShiftedBetaGeometric.Fit(RenewalCounts.Combine(RenewalCounts.FromSurvivors(half), RenewalCounts.FromSurvivors(half)));
        Assert.Equal(whole.LogLikelihood, halves.LogLikelihood, 1e-6);
        Assert.Equal(whole.Model.Alpha, halves.Model.Alpha, 1e-5);
    }

    [Fact]
    public void FromSurvivors_Rising_Throws() => Assert.Throws<ArgumentException>(() => RenewalCounts.FromSurvivors(100, 101));

    private static readonly ShiftedBetaGeometric HighEndModel = ShiftedBetaGeometric.Fit(RenewalCounts.FromSurvivors(HighEnd)).Model;
    private static readonly ShiftedBetaGeometric RegularModel = ShiftedBetaGeometric.Fit(RenewalCounts.FromSurvivors(Regular)).Model;
}
