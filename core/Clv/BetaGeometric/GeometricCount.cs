using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.BetaGeometric;

/// <summary>
/// Purchases of an active customer who may drop out, with probability p ~ beta(a, b), after each of them. A purchase is every k-th event
/// of a Poisson process; <c>phase</c> events have passed since the last. Sums of positive terms only, so nothing cancels and a = 1 is
/// no special case, unlike in the closed forms with 2F1.
/// </summary>
internal static class GeometricCount
{
    private const double MostTerms = 5_000;
    private const double MostTermsOfAnErlang = 50_000;
    private const double Negligible = 1e-17;

    /// <summary>E[Y] = Σ_m P(N = m) g(⌊(m + phase)/k⌋) with g(n) = Σ_{i&lt;n} E[(1 − p)^i].</summary>
    public static double Expected(in NegativeBinomial events, int k, int phase, double a, double b)
    {
        // The upper tail falls by the factor 1 − miss a term.
        if (events.Mean + (40 / events.Miss) > (k == 1 ? MostTerms : MostTermsOfAnErlang))
            return MixedOverDropout(events, k, a, b);
        double reach = events.Mean - (12 * events.Deviation);
        int m = events.LogMass(0) > -600 ? 0 : Math.Max(0, (int)reach);
        double mass = Math.Exp(events.LogMass(m));
        double survival = 1, purchases = 0, sum = 0;
        int done = 0, towardsNext = phase;
        for (int skipped = (m + phase) / k; done < skipped; done++)
            Advance(ref survival, ref purchases, done, a, b);
        towardsNext = (m + phase) - (done * k);
        while (true)
        {
            double term = mass * purchases;
            sum += term;
            double ratio = events.Ratio(m);
            if (m > events.Mean && ratio < 1 && mass * (purchases + 1) <= Negligible * sum * (1 - ratio))
                return sum;
            if (mass == 0 && m > events.Mean)
                return sum;
            mass *= ratio;
            m++;
            if (++towardsNext == k)
            {
                towardsNext = 0;
                Advance(ref survival, ref purchases, done++, a, b);
            }
        }
    }

    private static void Advance(ref double survival, ref double purchases, int i, double a, double b)
    {
        purchases += survival;
        survival *= (b + i) / (a + b + i);
    }

    /// <summary>
    /// For very many events: E[(1 − (1 + p z)^−e)/p] over p, z = h/A, by quadrature over logit p; exact for
    /// k = 1, and as good as exact for the very large counts of k above 1.
    /// Both tails of the beta density are taken out in closed form, since they reach far for small a or b.
    /// </summary>
    private static double MixedOverDropout(NegativeBinomial events, int k, double a, double b)
    {
        double e = events.Shape, z = events.Hit / events.Miss / k;
        double lowest = Math.Log(1e-9 / (z * (e + 1))), highest = 28;
        double logBeta = GammaFunction.LogBeta(a, b);
        double Integrand(double logit)
        {
            double logP = -Precise.Log1P(Math.Exp(-logit)), logRest = -Precise.Log1P(Math.Exp(logit));
            return Math.Exp(((a - 1) * logP) + (b * logRest) - logBeta) * -Precise.ExpM1(-e * Precise.Log1P(Math.Exp(logP) * z));
        }
        double low = Math.Exp(lowest), rest = Math.Exp(-highest);
        double tails = e * z * IncompleteBeta.Regularised(a, b, low, 1 - low);
        tails += -Precise.ExpM1(-e * Precise.Log1P(z)) * IncompleteBeta.Regularised(b, a, rest, 1 - rest);
        return tails + GaussLegendre.Sixteen.Integrate(Integrand, lowest, highest, 1);
    }
}
