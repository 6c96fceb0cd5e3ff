namespace ServerlessSeg.Core.Clv.Lifetimes;

/// <summary>The Gamma-Gompertz lifetime at one age, with the derivatives that a gradient needs.</summary>
/// <param name="W">−ln S(y)/s.</param>
/// <param name="LogSurvival">ln S(y).</param>
/// <param name="LogDensity">ln f(y).</param>
/// <param name="ByB">dW/db.</param>
/// <param name="ByBeta">dW/dβ.</param>
/// <param name="LogDecayByB">d ln(dW/dy)/db.</param>
/// <param name="LogDecayByBeta">d ln(dW/dy)/dβ.</param>
internal readonly record struct GompertzPoint(
    double W, double LogSurvival, double LogDensity, double ByB, double ByBeta, double LogDecayByB, double LogDecayByBeta);
