using ServerlessSeg.Core.Evaluation;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Core.Tests.Evaluation;

public sealed class CandidateTests
{
    [Fact]
    public void Default_IsAllButGammaGompertz() =>
        Assert.Equal(["Nbd", "BgNbd", "MbgNbd", "ParetoNbd", "BgCnbd", "MbgCnbd"], new ResegmentationOptions().Models);

    [Fact]
    public void Named_KeepsTheOrderOfAll() =>
        Assert.Equal(["BgNbd", "GammaGompertzNbd"], Candidate.Named(["GammaGompertzNbd", "BgNbd"]).Select(static candidate => candidate.Name));

    [Fact]
    public void GammaGompertz_WhenNamed_CompetesOnTheHoldout()
    {
        ModelChoice choice = ModelChoice.ByHoldout(CdnowModels.Split, Candidate.Named(["Nbd", "GammaGompertzNbd"]));
        CandidateScore gompertz = choice.Candidates.Single(static candidate => candidate.Name == "GammaGompertzNbd");
        // Bemmaor & Glady (2012), table 2: the likelihood of the Pareto/NBD, whose special case it is at b near 0.
        Assert.Equal(-9594.98, gompertz.Fit.LogLikelihood, 0.01);
        Assert.True(gompertz.Fit.IsUsable, gompertz.Fit.Reason);
        Assert.Equal("GammaGompertzNbd", choice.Chosen!.Name);
    }

    [Fact]
    public void Models_OfOtherNames_AreNamedWithThoseThereAre()
    {
        string error = Assert.Single(new ResegmentationOptions { Models = ["BgNbd", "Bgnbd"] }.Validate());
        Assert.Contains("'Bgnbd'", error, StringComparison.Ordinal);
        Assert.Contains("GammaGompertzNbd", error, StringComparison.Ordinal);
        Assert.Contains("Models is empty", Assert.Single(new ResegmentationOptions { Models = [] }.Validate()), StringComparison.Ordinal);
    }
}
