namespace ServerlessSeg.Core.Clv;

/// <summary>How a model is fitted. The defaults suit every size of customer base.</summary>
public sealed record FitOptions
{
    /// <summary>The defaults.</summary>
    public static FitOptions Default { get; } = new();

    /// <summary>Most BFGS iterations of one start.</summary>
    public int MaxIterations { get; init; } = 300;

    /// <summary>Largest component of the gradient of the mean log-likelihood per customer, with respect to ln(parameter), that counts as zero.</summary>
    public double GradientTolerance { get; init; } = 1e-6;

    /// <summary>Fewer customers than this give <see cref="FitVerdict.TooLittleData"/>.</summary>
    public int MinimumCustomers { get; init; } = 10;

    /// <summary>Fewer customers with a repeat purchase than this give <see cref="FitVerdict.TooLittleData"/>.</summary>
    public int MinimumRepeatCustomers { get; init; } = 5;

    /// <summary>Stops a fit between two evaluations of the likelihood.</summary>
    public CancellationToken CancellationToken { get; init; }
}
