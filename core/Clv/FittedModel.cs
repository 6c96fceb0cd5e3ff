namespace ServerlessSeg.Core.Clv;

/// <summary>A fit whose kind of model has been forgotten, so that candidates of different kinds can be compared and used alike. Immutable.</summary>
public sealed record FittedModel
{
    private readonly Resampler resample;

    private FittedModel(Resampler resample) => this.resample = resample;

    private delegate ICustomerBaseModel Resampler(ReadOnlySpan<double> standardNormals);

    /// <summary>The model at the maximum of the likelihood.</summary>
    public required ICustomerBaseModel Model { get; init; }

    /// <summary>The estimates with their standard errors.</summary>
    public required IReadOnlyList<ModelParameter> Parameters { get; init; }

    /// <summary>ln L at the maximum.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Schwarz's criterion.</summary>
    public required double Bic { get; init; }

    /// <summary>Parameters that were estimated.</summary>
    public required int EstimatedParameters { get; init; }

    /// <summary>Covariance of the ln(parameters), row by row; 0 for those the data do not determine.</summary>
    public required IReadOnlyList<double> LogParameterCovariance { get; init; }

    /// <summary>Whether the fit can be trusted.</summary>
    public required FitVerdict Verdict { get; init; }

    /// <summary>One sentence that says why the verdict is what it is.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether predictions may be made with it: an interior maximum, or an edge at which predictions still hold.</summary>
    public bool IsUsable => Verdict is FitVerdict.Converged or FitVerdict.Boundary;

    /// <summary>Takes the fit of any one kind.</summary>
    public static FittedModel Of<TModel>(FitResult<TModel> fit)
        where TModel : ICustomerBaseModel
    {
        ArgumentNullException.ThrowIfNull(fit);
        return new FittedModel(standardNormals => fit.Resample(standardNormals))
        {
            Model = fit.Model,
            Parameters = fit.Parameters,
            LogLikelihood = fit.LogLikelihood,
            Bic = fit.Bic,
            EstimatedParameters = fit.EstimatedParameters,
            LogParameterCovariance = fit.LogParameterCovariance,
            Verdict = fit.Verdict,
            Reason = fit.Reason,
        };
    }

    /// <summary>A model with log-parameters moved by as many standard normal values as there are parameters; see <see cref="FitResult{TModel}.Resample"/>.</summary>
    public ICustomerBaseModel Resample(ReadOnlySpan<double> standardNormals) => resample(standardNormals);
}
