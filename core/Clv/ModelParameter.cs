namespace ServerlessSeg.Core.Clv;

/// <summary>A named value of a fitted model.</summary>
/// <param name="Name">The paper's symbol: r, alpha, a, b, s, beta, p, q, gamma, k.</param>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">From the inverse Hessian at the optimum; NaN where it is not defined.</param>
public readonly record struct ModelParameter(string Name, double Value, double StandardError);
