using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Readiness;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>What <c>/model</c> serves: the models of a run, how far they can be trusted, and which one was chosen.</summary>
public sealed record ModelReport
{
    /// <summary>Name within the snapshot.</summary>
    public const string File = "model.json";

    /// <summary>Unit of every time and rate: <c>week</c>.</summary>
    public string TimeUnit { get; init; } = "week";

    /// <summary>Name of the model that made the predictions; null where the base was not ready for any.</summary>
    public required string? Chosen { get; init; }

    /// <summary>Every candidate.</summary>
    public required IReadOnlyList<FittedModel> Models { get; init; }

    /// <summary>The model of money per purchase; null where none was fitted.</summary>
    public required FittedModel? Spend { get; init; }

    /// <summary>Whether the base can carry lifetime values, rule by rule.</summary>
    public required ReadinessReport Readiness { get; init; }
}

/// <summary>One fitted model.</summary>
public sealed record FittedModel
{
    /// <summary>Its name, such as <c>BgNbd</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Estimates by the paper's symbols.</summary>
    public required IReadOnlyDictionary<string, double> Parameters { get; init; }

    /// <summary>Their standard errors; null where none is defined.</summary>
    public required IReadOnlyDictionary<string, double?> StandardErrors { get; init; }

    /// <summary>ln L at the estimates.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Whether the fit can be trusted.</summary>
    public required FitVerdict Verdict { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Describes a fit.</summary>
    public static FittedModel Of<TModel>(string name, FitResult<TModel> fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return new FittedModel
        {
            Name = name,
            Parameters = fit.Parameters.ToDictionary(static p => p.Name, static p => p.Value, StringComparer.Ordinal),
            StandardErrors = fit.Parameters.ToDictionary(static p => p.Name, static p => double.IsFinite(p.StandardError) ? p.StandardError : (double?)null, StringComparer.Ordinal),
            LogLikelihood = fit.LogLikelihood,
            Verdict = fit.Verdict,
            Reason = fit.Reason,
        };
    }
}
