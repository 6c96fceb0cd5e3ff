using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv;

/// <summary>Histories and parameters at which the printed formulas overflow, underflow or cancel.</summary>
public sealed class ExtremeHistoriesTests
{
    private static readonly PurchaseHistory[] Histories =
    [
        new(0, 0, 0), new(0, 0, 1e-9), new(0, 0, 5000), new(1, 1e-9, 1e-9), new(1, 1e-9, 5000), new(5000, 700, 700, -9000), new(5000, 10, 700, -30000),
        new(20000, 1000, 1001, -50000), new(3, 39, 39, 7),
    ];

    private static readonly double[][] Values = [[.25, 4, .8, 2.5], [1e-4, 1e-4, 1e-4, 1e-4], [5000, 5000, 5000, 5000], [.01, 1e4, 1e-6, 100], [200, .01, 3, .01], [1, 1, 1, 1]];

    [Fact]
    public void Predictions_AtExtremes_AreFiniteAndInRange()
    {
        foreach (double[] v in Values)
        {
            foreach (CustomerBaseModel model in Models(v))
            {
                foreach (PurchaseHistory history in Histories)
                {
                    string where = $"{model.Name} {string.Join(' ', v)} {history}";
                    Assert.True(double.IsFinite(model.LogLikelihood(history)), where);
                    Assert.True(model.PAlive(history) is >= 0 and <= 1, where);
                    double expected = model.ConditionalExpectedTransactions(history, 52);
                    Assert.True(expected >= 0 && double.IsFinite(expected), where);
                    Assert.True(model.ProbabilityOfNoPurchase(history, 12) is >= 0 and <= 1, where);
                    double present = model.DiscountedExpectedTransactions(history, 52, .003);
                    Assert.True(present >= 0 && present <= expected * (1 + 1e-9), $"{where}: {present} of {expected}");
                }
            }
        }
    }

    [Fact]
    public void DiscountedExpectedResidualTransactions_AtExtremes_IsFinite()
    {
        foreach (double[] v in Values)
        {
            foreach (CustomerBaseModel model in Models(v))
            {
                double value = model.DiscountedExpectedResidualTransactions(new PurchaseHistory(3, 30, 39, 7), Math.Log(1.1) / 52);
                Assert.True(value >= 0 && double.IsFinite(value), $"{model.Name} {string.Join(' ', v)}");
            }
        }
    }

    [Fact]
    public void ExpectedTransactions_WhenDropoutIsAsLikelyAsOne_HasNoSingularity()
    {
        // The closed forms divide by a − 1 and s − 1.
        double Bg(double a) => new BgNbd(.25, 4, a, 2.5, TimeUnit.Week).ExpectedTransactions(39);
        double Pareto(double s) => new ParetoNbd(.55, 10, s, 11, TimeUnit.Week).ExpectedTransactions(39);
        Near.Relative((Bg(1 - 1e-6) + Bg(1 + 1e-6)) / 2, Bg(1), 1e-10);
        Near.Relative((Pareto(1 - 1e-6) + Pareto(1 + 1e-6)) / 2, Pareto(1), 1e-10);
    }

    [Fact]
    public void ExpectedTransactions_AcrossTheLimitOfSummation_IsContinuous()
    {
        // While 5,000 terms suffice the mean is a sum, beyond that an integral.
        var model = new BgNbd(2, .2, .3, 2, TimeUnit.Week);
        double limit = .2 * (5000 - 40) / (2 + 40), below = model.ExpectedTransactions(limit - 1e-4), above = model.ExpectedTransactions(limit + 1e-4);
        Near.Relative(below, above, 1e-5);
        Assert.True(above > below);
    }

    [Fact]
    public void Fit_OfAwkwardBases_AlwaysAnswers()
    {
        foreach (PurchaseHistories data in AwkwardBases())
        {
            Answers(data, Nbd.Fit(data));
            Answers(data, BgNbd.Fit(data));
            Answers(data, MbgNbd.Fit(data));
            Answers(data, BgCnbd.Fit(data));
            Answers(data, MbgCnbd.Fit(data));
            Answers(data, ParetoNbd.Fit(data));
        }
    }

    [Fact]
    public void Fit_OfGammaGompertzNbdToAwkwardBases_AlwaysAnswers()
    {
        foreach (PurchaseHistories data in AwkwardBases())
            Answers(data, GammaGompertzNbd.Fit(data));
    }

    private static void Answers<TModel>(PurchaseHistories data, FitResult<TModel> fit)
        where TModel : CustomerBaseModel
    {
        Assert.NotEmpty(fit.Reason);
        Assert.True(double.IsFinite(fit.LogLikelihood), fit.Model.Name);
        foreach (ModelParameter parameter in fit.Parameters)
            Assert.True(double.IsFinite(parameter.Value) && parameter.Value > 0, $"{fit.Model.Name} {parameter}");
        CustomerScores scores = CustomerScores.Of(fit.Model, data, new ScoringTerms(26, 13, .002));
        TModel drawn = fit.Resample(Enumerable.Repeat(1.5, fit.EstimatedParameters).ToArray());
        for (int g = 0; g < Math.Min(5, data.Groups); g++)
        {
            Assert.True(double.IsFinite(scores.DiscountedExpectedTransactions[g]), fit.Model.Name);
            Assert.InRange(scores.PAlive[g], 0, 1);
            Assert.True(double.IsFinite(drawn.ConditionalExpectedTransactions(data[g], 26)), fit.Model.Name);
        }
    }

    private static IEnumerable<PurchaseHistories> AwkwardBases()
    {
        PurchaseHistories Of(Func<int, PurchaseHistory> make, int customers) => PurchaseHistories.FromHistories(Enumerable.Range(0, customers).Select(make), TimeUnit.Week);
        yield return Of(_ => new PurchaseHistory(0, 0, 39), 100);
        yield return Of(_ => new PurchaseHistory(0, 0, 0), 50);
        yield return Of(_ => new PurchaseHistory(4, 30, 39, 8), 60);
        yield return Of(i => new PurchaseHistory(1, 1, 39), 60);
        yield return Of(i => new PurchaseHistory(5000 + i, 39, 39, -20000), 40);
        yield return Of(i => i % 2 == 0 ? new PurchaseHistory(0, 0, 39) : new PurchaseHistory(3000, 38, 39, -9000), 80);
        yield return Of(i => new PurchaseHistory(1 + (i % 3), 1e-4, 500, -10), 90);
        yield return Of(i => new PurchaseHistory(10, 10, 10, 0), 30);
        yield return Of(i => new PurchaseHistory(i % 2, i % 2 * .5, 1), 12);
    }

    private static CustomerBaseModel[] Models(double[] v) =>
    [
        new Nbd(v[0], v[1], TimeUnit.Week), new BgNbd(v[0], v[1], v[2], v[3], TimeUnit.Week), new MbgNbd(v[0], v[1], v[2], v[3], TimeUnit.Week),
        new BgCnbd(3, v[0], v[1], v[2], v[3], TimeUnit.Week), new MbgCnbd(4, v[0], v[1], v[2], v[3], TimeUnit.Week),
        new ParetoNbd(v[0], v[1], v[2], v[3], TimeUnit.Week), new GammaGompertzNbd(v[0], v[1], v[2], v[3], v[1], TimeUnit.Week),
    ];
}
