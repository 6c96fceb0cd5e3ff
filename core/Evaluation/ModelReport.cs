using System.Text.Json.Serialization;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Readiness;

namespace ServerlessSeg.Core.Evaluation;

/// <summary>What is told of the models: which was chosen and why, all candidates' parameters and accuracy, the baselines and the spend model.</summary>
/// <param name="TimeUnit">Unit of the parameters that are times: <c>day</c> or <c>week</c>.</param>
/// <param name="Chosen">Name of the chosen model; null where none could be fitted.</param>
/// <param name="Criterion">The rule it was chosen by.</param>
/// <param name="Models">Every candidate.</param>
/// <param name="Baselines">Accuracy of predictions without a model.</param>
/// <param name="Spend">The model of the money a purchase; null where there is none.</param>
public sealed record ModelReport(string TimeUnit, string? Chosen, string Criterion, IReadOnlyList<ModelEntry> Models, IReadOnlyList<BaselineEntry> Baselines, ModelEntry? Spend)
{
    /// <summary>Whether the base could carry lifetime values, rule by rule; null where that was not asked.</summary>
    public ReadinessReport? Readiness { get; init; }

    /// <summary>Puts the report together.</summary>
    /// <param name="unit">The unit the models were fitted in.</param>
    /// <param name="choice">The choice with its scores.</param>
    /// <param name="refits">Fits on the whole history, by name; their parameters are told in place of the calibration period's.</param>
    /// <param name="spend">The spend model, where fitted.</param>
    public static ModelReport Of(TimeUnit unit, ModelChoice choice, IReadOnlyDictionary<string, FittedModel>? refits = null, FitResult<GammaGamma>? spend = null)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return new ModelReport(
            unit == Clv.TimeUnit.Day ? "day" : "week",
            choice.Chosen?.Name,
            choice.Criterion,
            [.. choice.Candidates.Select(score => Entry(score, refits?.GetValueOrDefault(score.Name) ?? score.Fit))],
            [.. choice.Baselines.Select(baseline => new BaselineEntry(baseline.Name, HoldoutEntry.Of(baseline.Purchases, null)))],
            spend is null ? null : ModelEntry.Of(nameof(GammaGamma), spend.Parameters, spend.LogLikelihood, spend.Verdict, spend.Reason, null));
    }

    private static ModelEntry Entry(CandidateScore score, FittedModel fit) =>
        ModelEntry.Of(score.Name, fit.Parameters, fit.LogLikelihood, fit.Verdict, fit.Reason, score.Purchases is null ? null : HoldoutEntry.Of(score.Purchases, score.Churn));
}

/// <summary>One model. Figures that are not defined are null.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Parameters">Estimates by the paper's symbols.</param>
/// <param name="StandardErrors">Their standard errors by the same symbols.</param>
/// <param name="LogLikelihood">ln L at the estimates.</param>
/// <param name="Verdict">The fit's verdict.</param>
/// <param name="Reason">Why it is that.</param>
/// <param name="Holdout">Accuracy on the holdout; null where there was none.</param>
public sealed record ModelEntry(string Name, IReadOnlyDictionary<string, double?> Parameters, IReadOnlyDictionary<string, double?> StandardErrors, double? LogLikelihood, string Verdict, string Reason, HoldoutEntry? Holdout)
{
    internal static ModelEntry Of(string name, IReadOnlyList<ModelParameter> parameters, double logLikelihood, FitVerdict verdict, string reason, HoldoutEntry? holdout) =>
        new(name, parameters.ToDictionary(p => p.Name, p => Finite.OrNull(p.Value)), parameters.ToDictionary(p => p.Name, p => Finite.OrNull(p.StandardError)), Finite.OrNull(logLikelihood), verdict.ToString(), reason, holdout);
}

/// <summary>A prediction without a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Holdout">Its accuracy.</param>
public sealed record BaselineEntry(string Name, HoldoutEntry Holdout);

/// <summary>Accuracy on the holdout; see <see cref="ErrorMeasures"/> and <see cref="ProbabilityMeasures"/>. Figures that are not defined are null.</summary>
public sealed record HoldoutEntry
{
    /// <summary>Customers compared.</summary>
    public required int Customers { get; init; }

    /// <summary>Purchases predicted.</summary>
    public required double Predicted { get; init; }

    /// <summary>Purchases made.</summary>
    public required double Actual { get; init; }

    /// <summary>Predicted ÷ actual − 1.</summary>
    public required double? TotalError { get; init; }

    /// <summary>Mean of predicted − actual.</summary>
    public required double Bias { get; init; }

    /// <summary>Mean absolute error.</summary>
    public required double Mae { get; init; }

    /// <summary>Root mean squared error.</summary>
    public required double Rmse { get; init; }

    /// <summary>Mean absolute percentage error over customers who bought.</summary>
    public required double? Mape { get; init; }

    /// <summary>Customers the percentage error is taken over.</summary>
    public required int MapeCustomers { get; init; }

    /// <summary>Spearman's rank correlation.</summary>
    public required double? RankCorrelation { get; init; }

    /// <summary>Share of all purchases that the best tenth by prediction made.</summary>
    public required double? TopDecileShare { get; init; }

    /// <summary>Area under the curve of the churn probability; absent for baselines.</summary>
    public double? ChurnAuc { get; init; }

    /// <summary>Log loss of the churn probability; absent for baselines.</summary>
    public double? ChurnLogLoss { get; init; }

    /// <summary>Brier score of the churn probability; absent for baselines.</summary>
    public double? ChurnBrier { get; init; }

    internal static HoldoutEntry Of(ErrorMeasures purchases, ProbabilityMeasures? churn) => new()
    {
        Customers = purchases.Count,
        Predicted = purchases.TotalPredicted,
        Actual = purchases.TotalActual,
        TotalError = Finite.OrNull(purchases.TotalError),
        Bias = purchases.Bias,
        Mae = purchases.MeanAbsoluteError,
        Rmse = purchases.RootMeanSquaredError,
        Mape = Finite.OrNull(purchases.MeanAbsolutePercentageError),
        MapeCustomers = purchases.NonZeroActuals,
        RankCorrelation = Finite.OrNull(purchases.RankCorrelation),
        TopDecileShare = Finite.OrNull(purchases.TopDecileShare),
        ChurnAuc = churn is null ? null : Finite.OrNull(churn.AreaUnderCurve),
        ChurnLogLoss = churn?.LogLoss,
        ChurnBrier = churn?.Brier,
    };
}

internal static class Finite
{
    /// <summary>JSON has no word for a number that is not one.</summary>
    public static double? OrNull(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>Writes and reads <see cref="ModelReport"/> in camelCase.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ModelReport))]
public sealed partial class ModelReportJson : JsonSerializerContext;
