using System.Runtime.Intrinsics;
using ServerlessSeg.Core.Clv.Optimisation;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Lifetimes;

/// <summary>
/// ln L of the Pareto/NBD (Fader &amp; Hardie note 009, before its integral is written with 2F1) in the logarithms of r, alpha, s, beta. With
/// e = r + x, A = α + t_x, B = β + t_x, D = T − t_x:
/// <code>
/// L = Γ(e)/Γ(r) · α^r A^−e · (β/B)^s · { (1 + D/A)^−e (1 + D/B)^−s + s/B ∫ (1 + τ/A)^−e (1 + τ/B)^−(s+1) dτ over [0, D] }
/// </code>
/// The bracket lies in (0, 1], and quadrature nodes give its value and gradient at once.
/// </summary>
internal sealed class ParetoNbdLikelihood(PurchaseHistories data) : ILikelihood
{
    private const int Totals = 5;
    private readonly FrequencyRuns runs = new(data.Frequency);

    public int Dimension => 4;

    public double Customers => data.Customers;

    public double Evaluate(ReadOnlySpan<double> logParameters, Span<double> gradient)
    {
        double r = Math.Exp(logParameters[0]), alpha = Math.Exp(logParameters[1]), s = Math.Exp(logParameters[2]), beta = Math.Exp(logParameters[3]);
        double logGammaR = GammaFunction.Log(r), psiR = GammaFunction.Digamma(r);
        Span<double> sums = stackalloc double[Totals];
        runs.Sum(Totals, sums, (batch, totals) =>
        {
            foreach (FrequencyRun run in batch)
                AddRun(run, r, alpha, s, beta, GammaFunction.Log(r + run.Frequency) - logGammaR, GammaFunction.Digamma(r + run.Frequency) - psiR, totals);
        });
        gradient[0] = sums[1] * r;
        gradient[1] = sums[2] * alpha;
        gradient[2] = sums[3] * s;
        gradient[3] = sums[4] * beta;
        return sums[0];
    }

    private void AddRun(in FrequencyRun run, double r, double alpha, double s, double beta, double logGammaRatio, double psiDifference, Span<double> totals)
    {
        double e = r + run.Frequency, logAlpha = Math.Log(alpha), logBeta = Math.Log(beta);
        for (int g = run.Start; g < run.End; g++)
        {
            double recency = data.Recency[g], silence = data.T[g] - recency, w = data.Weight[g];
            double a = alpha + recency, b = beta + recency;
            Vector256<double> logs = Vector256.Log(Vector256.Create(a, b, a + silence, b + silence));
            double logA = logs[0], logB = logs[1], lapseA = logs[2] - logA, lapseB = logs[3] - logB;
            double active = Math.Exp((-e * lapseA) - (s * lapseB));
            ParetoMoments m = ParetoQuadrature.Integrate(e, s + 1, a, b, silence, Math.Max(lapseA, lapseB));
            double hazard = s / b, lapsed = hazard * m.Integral, bracket = active + lapsed;

            double byR = (active * lapseA) + (hazard * m.WithLogA);
            double byAlpha = e * ((active * ((1 / (a + silence)) - (1 / a))) + (hazard * (m.WithReciprocalA - (m.Integral / a))));
            double byS = (active * lapseB) + (hazard * m.WithLogB) - (m.Integral / b);
            double byBeta = (active * s * ((1 / (b + silence)) - (1 / b))) + (hazard * (((s + 1) * (m.WithReciprocalB - (m.Integral / b))) + (m.Integral / b)));
            totals[0] += w * (logGammaRatio + (r * logAlpha) - (e * logA) + (s * (logBeta - logB)) + Math.Log(bracket));
            totals[1] += w * (psiDifference + logAlpha - logA - (byR / bracket));
            totals[2] += w * ((r / alpha) - (e / a) - (byAlpha / bracket));
            totals[3] += w * (logBeta - logB - (byS / bracket));
            totals[4] += w * ((s / beta) - (s / b) - (byBeta / bracket));
        }
    }
}
