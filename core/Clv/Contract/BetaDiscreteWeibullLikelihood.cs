using ServerlessSeg.Core.Clv.Optimisation;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Contract;

/// <summary>ln L of the beta-discrete-Weibull in (ln γ, ln δ, ln c): Σ_t renewed_t ln r(t) + lost_t ln(1 − r(t)).</summary>
internal sealed class BetaDiscreteWeibullLikelihood(RenewalCounts counts) : ILikelihood
{
    public int Dimension => 3;

    public double Customers => counts.Customers;

    public double Evaluate(ReadOnlySpan<double> logParameters, Span<double> gradient)
    {
        double gamma = Math.Exp(logParameters[0]), delta = Math.Exp(logParameters[1]), c = Math.Exp(logParameters[2]);
        gradient.Clear();
        var before = At(0, gamma, delta, c);
        double sum = 0;
        for (int t = 1; t <= counts.Periods; t++)
        {
            var now = At(t, gamma, delta, c);
            double renewed = counts.Renewed[t - 1], lost = counts.AtRisk[t - 1] - renewed;
            double logRetention = Math.Min(now.Log - before.Log, -1e-300);
            double retention = Math.Exp(logRetention), churn = -Precise.ExpM1(logRetention);
            sum += renewed * logRetention + (lost == 0 ? 0 : lost * Math.Log(churn));
            double slope = renewed - (lost == 0 ? 0 : lost * retention / churn);
            gradient[0] += slope * (now.ByGamma - before.ByGamma) * gamma;
            gradient[1] += slope * (now.ByDelta - before.ByDelta) * delta;
            gradient[2] += slope * (now.ByLogC - before.ByLogC);
            before = now;
        }
        return sum;
    }

    /// <summary>ln Γ(δ + t^c) − ln Γ(γ + δ + t^c), ln S(t) but for a constant, and its derivatives.</summary>
    private static (double Log, double ByGamma, double ByDelta, double ByLogC) At(int t, double gamma, double delta, double c)
    {
        double u = t == 0 ? 0 : Math.Min(Math.Pow(t, c), 1e12);
        double byGamma = -GammaFunction.Digamma(gamma + delta + u);
        double byDelta = GammaFunction.Digamma(delta + u) + byGamma;
        return (GammaFunction.Log(delta + u) - GammaFunction.Log(gamma + delta + u), byGamma, byDelta, t == 0 ? 0 : byDelta * u * c * Math.Log(t));
    }
}
