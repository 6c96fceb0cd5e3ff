using System.Text.Json;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Evaluation;

namespace ServerlessSeg.Core.Tests.Evaluation;

public sealed class ModelReportTests
{
    [Fact]
    public void Of_Serialised_HasTheShapeOfTheModelRoute()
    {
        var choice = ModelChoice.ByHoldout(CdnowModels.Split, [Candidate.Of(nameof(BgNbd), BgNbd.Fit)]);
        var report = ModelReport.Of(TimeUnit.Week, choice);
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(report, ModelReportJson.Default.ModelReport));
        var root = json.RootElement;
        Assert.Equal("week", root.GetProperty("timeUnit").GetString());
        Assert.Equal("BgNbd", root.GetProperty("chosen").GetString());
        var model = root.GetProperty("models")[0];
        Assert.Equal("Converged", model.GetProperty("verdict").GetString());
        Assert.Equal(["r", "alpha", "a", "b"], model.GetProperty("parameters").EnumerateObject().Select(p => p.Name));
        Assert.Equal(0.2426, model.GetProperty("parameters").GetProperty("r").GetDouble(), 1e-3);
        Assert.Equal(0.01256, model.GetProperty("standardErrors").GetProperty("r").GetDouble(), 2e-4);
        Assert.Equal(2357, model.GetProperty("holdout").GetProperty("customers").GetInt32());
        Assert.Equal(1882, model.GetProperty("holdout").GetProperty("actual").GetDouble());
        Assert.Equal(3, root.GetProperty("baselines").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("spend").ValueKind);
    }

    [Fact]
    public void Of_UndefinedFigures_AreNull()
    {
        var split = CalibrationHoldout.Split([[new(0, 1)], [new(1, 1)]], 20, 30, TimeUnit.Day);
        var report = ModelReport.Of(TimeUnit.Day, ModelChoice.ByHoldout(split, [Candidate.Of(nameof(BgNbd), BgNbd.Fit)]));
        Assert.Null(report.Chosen);
        Assert.Null(report.Models[0].Holdout!.TotalError);
        Assert.All(report.Models[0].StandardErrors.Values, error => Assert.Null(error));
        Assert.NotEmpty(JsonSerializer.Serialize(report, ModelReportJson.Default.ModelReport));
    }

    [Fact]
    public void Of_Refits_TellTheirParameters()
    {
        var choice = ModelChoice.ByHoldout(CdnowModels.Split, [Candidate.Of(nameof(BgNbd), BgNbd.Fit)]);
        var half = PurchaseHistories.FromHistories(CdnowModels.Split.Customers.Take(1000).Select(c => c.History), TimeUnit.Week);
        var refit = FittedModel.Of(BgNbd.Fit(half));
        var report = ModelReport.Of(TimeUnit.Week, choice, new Dictionary<string, FittedModel> { ["BgNbd"] = refit });
        Assert.Equal(refit.Model.Parameters[0].Value, report.Models[0].Parameters["r"]);
        Assert.Equal(1882, report.Models[0].Holdout!.Actual);
    }
}
