using ServerlessSeg.Core.Clv.Optimisation;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.BetaGeometric;

/// <summary>
/// ln L of the BG/CNBD-k and MBG/CNBD-k family (Platzer &amp; Reutterer 2016, eq. 9; k = 1 is Fader, Hardie &amp; Lee 2005, eq. 6, and
/// Batislam, Denizel &amp; Filiztekin 2007) in the logarithms of r, alpha, a, b. With e = r + kx, A = α + T, C = α + t_x,
/// <code>
/// L = Γ(e)/Γ(r) · α^r · Γ(k)^−x · exp((k−1) Σ ln gap) · B(a, b+x)/B(a, b) · A^−e · { S · Σ_j (e)_j/j! ((T − t_x)/A)^j + D · (A/C)^e }
/// </code>
/// where (S, D) = (1, a/(b+x−1) for x above 0) for BG and ((b+x)/(a+b+x), a/(a+b+x)) for MBG, so that only A/C and the bracket are
/// particular to a group.
/// </summary>
internal sealed class BetaGeometricLikelihood(PurchaseHistories data, int k, bool dropoutAtZero) : ILikelihood
{
    private const int Totals = 5;
    private readonly FrequencyRuns runs = new(data.Frequency);
    private readonly double[] customersByX = CustomersByX(data);

    public int Dimension => 4;

    public double Customers => data.Customers;

    public double Evaluate(ReadOnlySpan<double> logParameters, Span<double> gradient)
    {
        double r = Math.Exp(logParameters[0]), alpha = Math.Exp(logParameters[1]), a = Math.Exp(logParameters[2]), b = Math.Exp(logParameters[3]);
        Span<double> sums = stackalloc double[Totals];
        runs.Sum(Totals, sums, (batch, totals) =>
        {
            foreach (FrequencyRun run in batch)
            {
                if (k == 1)
                    AddExponential(run, r, alpha, a, b, totals);
                else
                    AddErlang(run, r, alpha, a, b, totals);
            }
        });
        AddFrequencyTerms(r, alpha, a, b, sums);
        gradient[0] = sums[1] * r;
        gradient[1] = sums[2] * alpha;
        gradient[2] = sums[3] * a;
        gradient[3] = sums[4] * b;
        return sums[0];
    }

    private void AddExponential(in FrequencyRun run, double r, double alpha, double a, double b, Span<double> totals)
    {
        (double logDead, double deadByB) = DeadWeight(run.Frequency, a, b);
        BracketSums bracket = ExponentialBracket.Sum(data, run, r + run.Frequency, alpha, logDead);
        totals[0] += bracket.Value;
        totals[1] += bracket.ByExponent;
        totals[2] += bracket.ByAlpha;
        totals[3] += bracket.Dead / a;
        totals[4] += bracket.Dead * deadByB;
    }

    private void AddErlang(in FrequencyRun run, double r, double alpha, double a, double b, Span<double> totals)
    {
        (double logDead, double deadByB) = DeadWeight(run.Frequency, a, b);
        double exponent = r + ((double)k * run.Frequency);
        for (int g = run.Start; g < run.End; g++)
        {
            double atT = alpha + data.T[g], atRecency = alpha + data.Recency[g], w = data.Weight[g];
            ErlangSurvival alive = ErlangSurvival.At(k, exponent, (data.T[g] - data.Recency[g]) / atT);
            double ratio = Precise.Log1P((data.T[g] - data.Recency[g]) / atRecency);
            double dead = logDead + (exponent * ratio) - Math.Log(alive.Sum);
            double share = 1 / (1 + Math.Exp(-dead));
            double logAtT = Math.Log(atT);
            totals[0] += w * (Math.Log(alive.Sum) - (exponent * logAtT) + LogOnePlusExp(dead));
            totals[1] += w * (-logAtT + (share * ratio) + ((1 - share) * alive.LogByExponent));
            totals[2] += w * ((-exponent / atT) + (share * exponent * ((1 / atT) - (1 / atRecency))) - ((1 - share) * alive.LogByLogRatio / atT));
            totals[3] += w * share / a;
            totals[4] += w * share * deadByB;
        }
    }

    /// <summary>ln(D/S), and d ln(D/S)/db; d ln(D/S)/da is 1/a.</summary>
    private (double LogDead, double ByB) DeadWeight(int x, double a, double b)
    {
        if (dropoutAtZero)
            return (Math.Log(a / (b + x)), -1 / (b + x));
        return x == 0 ? (double.NegativeInfinity, 0) : (Math.Log(a / (b + (x - 1))), -1 / (b + (x - 1)));
    }

    /// <summary>Everything that depends on x alone: once for each distinct x.</summary>
    private void AddFrequencyTerms(double r, double alpha, double a, double b, Span<double> sums)
    {
        double logGammaR = GammaFunction.Log(r), psiR = GammaFunction.Digamma(r), logAlpha = Math.Log(alpha);
        double logBetaAB = GammaFunction.LogBeta(a, b), psiB = GammaFunction.Digamma(b), psiAB = GammaFunction.Digamma(a + b);
        double logErlang = GammaFunction.Log(k);
        for (int i = 0; i < runs.Distinct.Length; i++)
        {
            int x = runs.Distinct[i];
            double n = customersByX[i], exponent = r + ((double)k * x);
            double psiABX = GammaFunction.Digamma(a + b + x);
            double value = GammaFunction.Log(exponent) - logGammaR + (r * logAlpha) - (x * logErlang);
            value += GammaFunction.LogBeta(a, b + x) - logBetaAB;
            double byA = psiAB - psiABX, byB = GammaFunction.Digamma(b + x) - psiB + psiAB - psiABX;
            if (dropoutAtZero)
            {
                value += Math.Log((b + x) / (a + b + x));
                byA -= 1 / (a + b + x);
                byB += (1 / (b + x)) - (1 / (a + b + x));
            }
            sums[0] += n * value;
            sums[1] += n * (GammaFunction.Digamma(exponent) - psiR + logAlpha);
            sums[2] += n * r / alpha;
            sums[3] += n * byA;
            sums[4] += n * byB;
        }
        sums[0] += (k - 1) * data.SumLogGaps;
    }

    private static double LogOnePlusExp(double value) => value > 0 ? value + Precise.Log1P(Math.Exp(-value)) : Precise.Log1P(Math.Exp(value));

    private static double[] CustomersByX(PurchaseHistories data)
    {
        var customers = new List<double>();
        for (int g = 0; g < data.Groups; g++)
        {
            if (g == 0 || data.Frequency[g] != data.Frequency[g - 1])
                customers.Add(0);
            customers[^1] += data.Weight[g];
        }
        return [.. customers];
    }
}
