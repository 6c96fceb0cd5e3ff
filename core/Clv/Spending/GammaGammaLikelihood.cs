using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ServerlessSeg.Core.Clv.Optimisation;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Spending;

/// <summary>
/// ln L of the Gamma-Gamma model (Fader &amp; Hardie 2013, note 025, eq. 1a) in the logarithms of p, q, gamma. With the total z = x·m of
/// a customer, all but (px + q) ln(γ + z) is a sum over distinct x.
/// </summary>
internal sealed class GammaGammaLikelihood : ILikelihood
{
    private const int Totals = 4;
    private readonly FrequencyRuns runs;
    private readonly double[] total;
    private readonly double[] weight;
    private readonly double[] customersByX;
    private readonly double[] logMeansByX;

    public GammaGammaLikelihood(SpendData data)
    {
        runs = new FrequencyRuns(data.Frequency);
        total = new double[data.Rows];
        weight = data.Weight.ToArray();
        customersByX = new double[runs.Distinct.Length];
        logMeansByX = new double[runs.Distinct.Length];
        Customers = data.Customers;
        int at = -1;
        for (int i = 0; i < total.Length; i++)
        {
            total[i] = data.Frequency[i] * data.MeanValue[i];
            at += i == 0 || data.Frequency[i] != data.Frequency[i - 1] ? 1 : 0;
            customersByX[at] += weight[i];
            logMeansByX[at] += weight[i] * Math.Log(data.MeanValue[i]);
        }
    }

    public int Dimension => 3;

    public double Customers { get; }

    public double Evaluate(ReadOnlySpan<double> logParameters, Span<double> gradient)
    {
        double p = Math.Exp(logParameters[0]), q = Math.Exp(logParameters[1]), gamma = Math.Exp(logParameters[2]);
        Span<double> sums = stackalloc double[Totals];
        runs.Sum(Totals, sums, (batch, totals) =>
        {
            foreach (FrequencyRun run in batch)
                AddTotals(run, p, q, gamma, totals);
        });
        double value = -sums[0], byP = -sums[1], byQ = -sums[2], byGamma = -sums[3];
        double logGammaQ = GammaFunction.Log(q), psiQ = GammaFunction.Digamma(q), logGamma = Math.Log(gamma);
        for (int i = 0; i < runs.Distinct.Length; i++)
        {
            double x = runs.Distinct[i], n = customersByX[i], logX = Math.Log(x);
            double psi = GammaFunction.Digamma((p * x) + q);
            value += n * (GammaFunction.Log((p * x) + q) - GammaFunction.Log(p * x) - logGammaQ + (q * logGamma) + (p * x * logX));
            value += ((p * x) - 1) * logMeansByX[i];
            byP += (n * x * (psi - GammaFunction.Digamma(p * x) + logX)) + (x * logMeansByX[i]);
            byQ += n * (psi - psiQ + logGamma);
            byGamma += n * q / gamma;
        }
        gradient[0] = byP * p;
        gradient[1] = byQ * q;
        gradient[2] = byGamma * gamma;
        return value;
    }

    /// <summary>Adds Σ w e ln(γ + z), Σ w x ln(γ + z), Σ w ln(γ + z) and Σ w e/(γ + z) with e = px + q; four rows at a time.</summary>
    private void AddTotals(in FrequencyRun run, double p, double q, double gamma, Span<double> totals)
    {
        Vector256<double> logs = default, reciprocals = default, offset = Vector256.Create(gamma);
        int whole = run.Start + ((run.End - run.Start) & ~3);
        for (int i = run.Start; i < whole; i += 4)
        {
            Vector256<double> sum = offset + Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(total), (nuint)i);
            Vector256<double> w = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(weight), (nuint)i);
            logs += w * Vector256.Log(sum);
            reciprocals += w / sum;
        }
        double log = Vector256.Sum(logs), reciprocal = Vector256.Sum(reciprocals);
        for (int i = whole; i < run.End; i++)
        {
            log += weight[i] * Math.Log(gamma + total[i]);
            reciprocal += weight[i] / (gamma + total[i]);
        }
        double exponent = (p * run.Frequency) + q;
        totals[0] += exponent * log;
        totals[1] += run.Frequency * log;
        totals[2] += log;
        totals[3] += exponent * reciprocal;
    }
}
