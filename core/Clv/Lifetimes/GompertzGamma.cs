using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Lifetimes;

/// <summary>
/// Gompertz lifetimes whose scale varies over customers as gamma(s, β): S(y) = (β/(β − 1 + e^(by)))^s (Bemmaor &amp; Glady 2012, eq. 5),
/// with W(y) = −ln S(y)/s = ln(1 + (e^(by) − 1)/β) and its derivatives, none of which overflows for a large b·y.
/// </summary>
internal readonly struct GompertzGamma(double b, double s, double beta)
{
    private const double Large = 500;
    private readonly double logB = Math.Log(b);
    private readonly double logS = Math.Log(s);
    private readonly double logBeta = Math.Log(beta);

    public double LogSurvival(double y) => -s * W(y);

    public double LogDensity(double y)
    {
        double w = W(y);
        return logS + logB + (b * y) - logBeta - ((s + 1) * w);
    }

    public double W(double y)
    {
        double by = b * y;
        return by > Large ? by - logBeta : Precise.Log1P(Precise.ExpM1(by) / beta);
    }

    /// <summary>dW/dy = b e^(by)/(β − 1 + e^(by)): the hazard divided by s.</summary>
    public double Decay(double y) => b / (1 + ((beta - 1) * Math.Exp(-b * y)));

    public GompertzPoint At(double y)
    {
        double by = b * y;
        if (by > Large)
        {
            double far = by - logBeta;
            return new GompertzPoint(far, -s * far, logS + logB + by - logBeta - ((s + 1) * far), y, -1 / beta, 1 / b, 0);
        }
        double growth = Precise.ExpM1(by), sum = beta + growth, w = Precise.Log1P(growth / beta), byB = y * (growth + 1) / sum;
        double logDensity = logS + logB + by - logBeta - ((s + 1) * w);
        return new GompertzPoint(w, -s * w, logDensity, byB, -growth / (beta * sum), (1 / b) + y - byB, -1 / sum);
    }
}
