using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Evaluation;

namespace ServerlessSeg.Core.Tests.Evaluation;

public sealed class ModelChoiceTests
{
    [Fact]
    public void ByHoldout_OnCdnow_BeatsEveryBaseline()
    {
        var choice = ModelChoice.ByHoldout(CdnowModels.Split, [Candidate.Of(nameof(BgNbd), BgNbd.Fit)]);
        var score = Assert.Single(choice.Candidates);
        Assert.Same(score, choice.Chosen);
        // BTYD and lifetimes: sum of the conditional expectations 1653.40 for 1882 purchases.
        Assert.Equal(1653.40, score.Purchases!.TotalPredicted, 0.0005 * 1653.40);
        Assert.Equal(1882, score.Purchases.TotalActual);
        Assert.Equal(3, choice.Baselines.Count);
        foreach (var baseline in choice.Baselines)
        {
            Assert.True(score.Purchases.MeanAbsoluteError < baseline.Purchases.MeanAbsoluteError, baseline.Name);
            Assert.True(score.Purchases.RootMeanSquaredError < baseline.Purchases.RootMeanSquaredError, baseline.Name);
        }
        Assert.InRange(score.Churn!.AreaUnderCurve, 0.7, 1);
        Assert.Equal(score.Churn.Events / (double)score.Churn.Count, score.Churn.MeanProbability, 0.05);
    }

    [Fact]
    public void ByHoldout_AllCandidates_ReportsEachWithItsTotals()
    {
        var choice = ModelChoice.ByHoldout(CdnowModels.Split, Candidate.Default);
        Assert.Equal(["Nbd", "BgNbd", "MbgNbd", "ParetoNbd", "BgCnbd", "MbgCnbd"], choice.Candidates.Select(c => c.Name));
        Assert.All(choice.Candidates, c => Assert.True(c.Fit.IsUsable, c.Name));
        // BTYD and CLVTools: sums of the conditional expectations over 39 weeks.
        double Total(string name) => choice.Candidates.Single(c => c.Name == name).Purchases!.TotalPredicted;
        Assert.Equal(1653.40, Total("BgNbd"), 0.0005 * 1653.40);
        Assert.Equal(1665.66, Total("ParetoNbd"), 0.0005 * 1665.66);
        Assert.Equal(1576.712, Total("MbgNbd"), 0.0005 * 1576.712);
        // k = 1 is chosen for CNBD, so these are the same models and the plain ones come first.
        Assert.Equal(Total("MbgNbd"), Total("MbgCnbd"), 0.05);
        double lowest = choice.Candidates.Min(c => c.Purchases!.MeanAbsoluteError);
        Assert.Equal(lowest, choice.Chosen!.Purchases!.MeanAbsoluteError, 1e-5 * lowest);
        Assert.DoesNotContain("Cnbd", choice.Chosen.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void ByHoldout_SameFitTwice_TakesTheOneWithFewerParameters()
    {
        var choice = ModelChoice.ByHoldout(CdnowModels.Split, [Fixed("Rich", 5, FitVerdict.Converged, 0.243), Fixed("Poor", 4, FitVerdict.Converged, 0.243)]);
        Assert.Equal("Poor", choice.Chosen!.Name);
    }

    [Fact]
    public void ByHoldout_UnusableFit_IsReportedButNotChosen()
    {
        var choice = ModelChoice.ByHoldout(CdnowModels.Split, [Fixed("Unusable", 4, FitVerdict.TooLittleData, 0.243), Fixed("Worse", 4, FitVerdict.Boundary, 2)]);
        Assert.Equal("Worse", choice.Chosen!.Name);
        Assert.True(choice.Candidates[0].Purchases!.MeanAbsoluteError < choice.Candidates[1].Purchases!.MeanAbsoluteError);
    }

    [Fact]
    public void ByHoldout_NothingUsable_ChoosesNothing() =>
        Assert.Null(ModelChoice.ByHoldout(CdnowModels.Split, [Fixed("Unusable", 4, FitVerdict.TooLittleData, 0.243)]).Chosen);

    [Fact]
    public void ByHoldout_WithoutCustomers_ChoosesNothing() =>
        Assert.Null(ModelChoice.ByHoldout(CalibrationHoldout.Split([], 10, 20, TimeUnit.Week), [Candidate.Of(nameof(BgNbd), BgNbd.Fit)]).Chosen);

    [Fact]
    public void ByLikelihood_OnCdnow_ReportsTheFit()
    {
        var choice = ModelChoice.ByLikelihood(CdnowModels.Histories, [Candidate.Of(nameof(BgNbd), BgNbd.Fit)]);
        Assert.Equal(-9582.4292, choice.Chosen!.Fit.LogLikelihood, 1e-3);
        Assert.Null(choice.Chosen.Purchases);
    }

    private static Candidate Fixed(string name, int parameters, FitVerdict verdict, double r) => new(name, (data, options) =>
    {
        var fit = FittedModel.Of(BgNbd.Fit(data, options));
        return fit with { Model = new BgNbd(r, 4.414, 0.793, 2.426, TimeUnit.Week), EstimatedParameters = parameters, Verdict = verdict };
    });
}
