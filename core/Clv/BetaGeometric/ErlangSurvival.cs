namespace ServerlessSeg.Core.Clv.BetaGeometric;

/// <summary>
/// Σ_{j&lt;k} (e)_j / j! · q^j: the chance, given λ ~ gamma, that fewer than k Erlang stages have passed since the last purchase, up to a
/// factor; with its logarithmic derivatives with respect to e and ln q.
/// </summary>
internal readonly record struct ErlangSurvival(double Sum, double LogByExponent, double LogByLogRatio)
{
    public static ErlangSurvival At(int k, double exponent, double ratio)
    {
        double term = 1, sum = 1, byExponent = 0, byLogRatio = 0, harmonic = 0;
        for (int j = 1; j < k; j++)
        {
            harmonic += 1 / (exponent + (j - 1));
            term *= (exponent + (j - 1)) / j * ratio;
            sum += term;
            byExponent += term * harmonic;
            byLogRatio += term * j;
        }
        return new ErlangSurvival(sum, byExponent / sum, byLogRatio / sum);
    }
}
