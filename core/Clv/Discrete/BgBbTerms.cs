using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Discrete;

/// <summary>
/// The terms that the BG/BB likelihood of a history is a sum of: the customer is alive after all n opportunities, or left
/// directly after opportunity t_x + i, i = 0 … n − t_x − 1.
/// </summary>
internal readonly ref struct BgBbTerms(double alpha, double beta, double gamma, double delta)
{
    private readonly double logScale = GammaFunction.LogBeta(alpha, beta) + GammaFunction.LogBeta(gamma, delta);

    /// <summary>ln of the term in which the customer lives through <paramref name="lived"/> opportunities and then leaves or, where not, is still there.</summary>
    public double Log(int x, int lived, bool leaves) =>
        GammaFunction.LogBeta(alpha + x, beta + lived - x) + GammaFunction.LogBeta(gamma + (leaves ? 1 : 0), delta + lived) - logScale;

    /// <summary>ln L and, from the alive term's share of it, the probability of being alive after opportunity n.</summary>
    public (double LogLikelihood, double AliveShare) Of(in DiscreteHistory history)
    {
        int x = history.Frequency, n = history.Opportunities;
        double alive = Log(x, n, leaves: false), ratio = 1;
        for (int lived = history.Recency; lived < n; lived++)
            ratio += Math.Exp(Log(x, lived, leaves: true) - alive);
        return (alive + Math.Log(ratio), 1 / ratio);
    }
}
