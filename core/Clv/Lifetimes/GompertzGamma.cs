using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Lifetimes;

/// <summary>
/// Gompertz lifetimes whose scale varies over customers as gamma(s, β): S(y) = (β/(β − 1 + e^(by)))^s (Bemmaor &amp; Glady 2012, eq. 5),
/// with W(y) = −ln S(y)/s = ln(1 + (e^(by) − 1)/β) and its derivatives, none of which overflows for a large b·y.
/// </summary>
internal readonly struct GompertzGamma(double b, double s, double beta)
{
    private const double Large = 500;

    public double LogSurvival(double y) => -s * W(y);

    public double LogDensity(double y) => Math.Log(s) + LogDecay(y) - (s * W(y));

    public double W(double y)
    {
        double by = b * y;
        return by > Large ? by - Math.Log(beta) : Precise.Log1P(Precise.ExpM1(by) / beta);
    }

    /// <summary>dW/dy = b e^(by)/(β − 1 + e^(by)): the hazard divided by s.</summary>
    public double Decay(double y) => Math.Exp(LogDecay(y));

    /// <summary>dW/db.</summary>
    public double ByB(double y) => y * Decay(y) / b;

    /// <summary>dW/dβ.</summary>
    public double ByBeta(double y)
    {
        double by = b * y;
        return by > Large ? -1 / beta : -Precise.ExpM1(by) / (beta * (beta + Precise.ExpM1(by)));
    }

    /// <summary>d ln(dW/dy)/db.</summary>
    public double LogDecayByB(double y) => (1 / b) + y - (y * Decay(y) / b);

    /// <summary>d ln(dW/dy)/dβ = −1/(β − 1 + e^(by)).</summary>
    public double LogDecayByBeta(double y)
    {
        double by = b * y;
        return by > Large ? 0 : -1 / (beta + Precise.ExpM1(by));
    }

    private double LogDecay(double y) => Math.Log(b) + (b * y) - Math.Log(beta) - W(y);
}
