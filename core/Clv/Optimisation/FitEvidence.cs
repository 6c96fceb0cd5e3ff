namespace ServerlessSeg.Core.Clv.Optimisation;

/// <summary>What the optimiser found, before it is put into a model's own words.</summary>
internal sealed record FitEvidence
{
    /// <summary>Beyond e^±this a parameter is treated as infinite or zero.</summary>
    public const double LogParameterLimit = 30;

    public required string[] Names { get; init; }

    /// <summary>What the fit was given and did not estimate, for instance k.</summary>
    public ModelParameter[] Fixed { get; init; } = [];

    public required double[] LogParameters { get; init; }

    public required double[] Covariance { get; init; }

    public required double LogLikelihood { get; init; }

    public required FitVerdict Verdict { get; init; }

    public required string Reason { get; init; }

    public int Iterations { get; init; }

    public double GradientNorm { get; init; }

    public double[] Values() => Array.ConvertAll(LogParameters, Math.Exp);

    /// <summary>Standard error of the i-th parameter on its natural scale; NaN where the data do not determine it.</summary>
    public double StandardError(int i)
    {
        double variance = Covariance[(i * LogParameters.Length) + i];
        return variance > 0 ? Math.Exp(LogParameters[i]) * Math.Sqrt(variance) : double.NaN;
    }

    /// <summary>The estimates by name, with their standard errors, after what was held fixed.</summary>
    public ModelParameter[] Describe() =>
        [.. Fixed, .. LogParameters.Select((value, i) => new ModelParameter(Names[i], Math.Exp(value), StandardError(i)))];

    /// <summary>Other values under the same names.</summary>
    public ModelParameter[] DescribeWithoutErrors(ReadOnlySpan<double> values) => [.. Fixed, .. NamedValues.Of(Names, values)];
}
