namespace ServerlessSeg.Core.Clv.Optimisation;

/// <summary>A log-likelihood as a function of the logarithms of positive parameters.</summary>
internal interface ILikelihood
{
    int Dimension { get; }

    /// <summary>Customers, or the sum of weights.</summary>
    double Customers { get; }

    /// <summary>ln L, and its gradient with respect to the ln(parameters).</summary>
    double Evaluate(ReadOnlySpan<double> logParameters, Span<double> gradient);
}
