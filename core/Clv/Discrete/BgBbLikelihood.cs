using ServerlessSeg.Core.Clv.Optimisation;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Discrete;

/// <summary>ln L of BG/BB over weighted histories in (ln α, ln β, ln γ, ln δ).</summary>
internal sealed class BgBbLikelihood(IReadOnlyList<(DiscreteHistory History, double Weight)> rows) : ILikelihood
{
    public int Dimension => 4;

    public double Customers { get; } = rows.Sum(row => row.Weight);

    public double Evaluate(ReadOnlySpan<double> logParameters, Span<double> gradient)
    {
        double alpha = Math.Exp(logParameters[0]), beta = Math.Exp(logParameters[1]), gamma = Math.Exp(logParameters[2]), delta = Math.Exp(logParameters[3]);
        var terms = new BgBbTerms(alpha, beta, gamma, delta);
        Span<double> share = stackalloc double[4];
        gradient.Clear();
        double sum = 0, weights = 0;
        foreach (var (history, weight) in rows)
        {
            int x = history.Frequency, n = history.Opportunities;
            var (logLikelihood, _) = terms.Of(history);
            sum += weight * logLikelihood;
            weights += weight;
            share.Clear();
            for (int lived = history.Recency; lived <= n; lived++)
            {
                bool leaves = lived < n;
                double part = Math.Exp(terms.Log(x, lived, leaves) - logLikelihood);
                double bought = GammaFunction.Digamma(alpha + beta + lived), left = GammaFunction.Digamma(gamma + delta + lived + (leaves ? 1 : 0));
                share[0] += part * (GammaFunction.Digamma(alpha + x) - bought);
                share[1] += part * (GammaFunction.Digamma(beta + lived - x) - bought);
                share[2] += part * (GammaFunction.Digamma(gamma + (leaves ? 1 : 0)) - left);
                share[3] += part * (GammaFunction.Digamma(delta + lived) - left);
            }
            for (int i = 0; i < 4; i++)
                gradient[i] += weight * share[i];
        }
        double ab = GammaFunction.Digamma(alpha + beta), cd = GammaFunction.Digamma(gamma + delta);
        gradient[0] = alpha * (gradient[0] - weights * (GammaFunction.Digamma(alpha) - ab));
        gradient[1] = beta * (gradient[1] - weights * (GammaFunction.Digamma(beta) - ab));
        gradient[2] = gamma * (gradient[2] - weights * (GammaFunction.Digamma(gamma) - cd));
        gradient[3] = delta * (gradient[3] - weights * (GammaFunction.Digamma(delta) - cd));
        return sum;
    }
}
