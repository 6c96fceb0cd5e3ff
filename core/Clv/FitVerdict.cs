namespace ServerlessSeg.Core.Clv;

/// <summary>What is known about a fit once it has been checked.</summary>
public enum FitVerdict
{
    /// <summary>An interior maximum: gradient zero, Hessian negative definite, no start and no nested model is better.</summary>
    Converged,

    /// <summary>
    /// The likelihood is highest at, or cannot be told from, an edge of the parameter space (for instance no measurable churn).
    /// Predictions are finite and sensible, single parameters mean little.
    /// </summary>
    Boundary,

    /// <summary>The family does not describe the data; the model answers with a simpler one, which the reason names.</summary>
    Degenerate,

    /// <summary>Too little data to estimate anything; the model holds rough moment estimates. The reason names the rule.</summary>
    TooLittleData,
}
