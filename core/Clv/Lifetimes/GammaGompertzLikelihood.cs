using ServerlessSeg.Core.Clv.Optimisation;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Lifetimes;

/// <summary>
/// ln L of the Gamma-Gompertz/NBD (Bemmaor &amp; Glady 2012, eq. 9) in the logarithms of r, alpha, b, s, beta, by quadrature of the
/// integral that the paper leaves: the lifetime that ended between t_x and T.
/// </summary>
internal sealed class GammaGompertzLikelihood(PurchaseHistories data) : ILikelihood
{
    private const int Parameters = 5;
    private const double Negligible = 45;
    private readonly FrequencyRuns runs = new(data.Frequency);

    public int Dimension => Parameters;

    public double Customers => data.Customers;

    public double Evaluate(ReadOnlySpan<double> logParameters, Span<double> gradient)
    {
        double[] values = new double[Parameters];
        for (int i = 0; i < Parameters; i++)
            values[i] = Math.Exp(logParameters[i]);
        double r = values[0], alpha = values[1], logGammaR = GammaFunction.Log(r), psiR = GammaFunction.Digamma(r);
        Span<double> sums = stackalloc double[Parameters + 1];
        runs.Sum(Parameters + 1, sums, (batch, totals) =>
        {
            Span<double> bracketGradient = stackalloc double[Parameters];
            foreach (FrequencyRun run in batch)
            {
                double e = r + run.Frequency;
                double logGamma = GammaFunction.Log(e) - logGammaR, psi = GammaFunction.Digamma(e) - psiR;
                for (int g = run.Start; g < run.End; g++)
                {
                    double a = alpha + data.Recency[g], w = data.Weight[g];
                    double logBracket = Bracket(values, e, data.Recency[g], data.T[g], bracketGradient);
                    totals[0] += w * (logGamma + (r * Math.Log(alpha)) - (e * Math.Log(a)) + logBracket);
                    totals[1] += w * (psi + Math.Log(alpha / a) + bracketGradient[0]);
                    totals[2] += w * ((r / alpha) - (e / a) + bracketGradient[1]);
                    for (int i = 2; i < Parameters; i++)
                        totals[i + 1] += w * bracketGradient[i];
                }
            }
        });
        for (int i = 0; i < Parameters; i++)
            gradient[i] = sums[i + 1] * values[i];
        return sums[0];
    }

    /// <summary>The silence since t_x: likelihoods of being active at T and of having dropped out, both divided by S(t_x).</summary>
    public static (double Active, double Lapsed) SinceLastPurchase(ReadOnlySpan<double> values, double e, double recency, double t)
    {
        Span<double> gradient = stackalloc double[Parameters];
        var sum = new WeightedSum(values, e, recency, gradient);
        sum.AddActive(t);
        double active = sum.Total;
        sum.AddLapsed(t);
        return (active, sum.Total - active);
    }

    private static double Bracket(ReadOnlySpan<double> values, double e, double recency, double t, Span<double> gradient)
    {
        var sum = new WeightedSum(values, e, recency, gradient);
        sum.AddActive(t);
        sum.AddLapsed(t);
        for (int i = 0; i < Parameters; i++)
            gradient[i] /= sum.Total;
        return Math.Log(sum.Total) + new GompertzGamma(values[2], values[3], values[4]).LogSurvival(recency);
    }

    /// <summary>Adds non-negative terms and each term times the derivatives of its logarithm.</summary>
    private ref struct WeightedSum
    {
        private readonly Span<double> gradient;
        private readonly double e;
        private readonly double recency;
        private readonly double alpha;
        private readonly double b;
        private readonly double s;
        private readonly double offset;
        private readonly GompertzGamma life;

        public WeightedSum(ReadOnlySpan<double> values, double e, double recency, Span<double> gradient)
        {
            this.gradient = gradient;
            this.e = e;
            this.recency = recency;
            (alpha, b, s) = (values[1], values[2], values[3]);
            life = new GompertzGamma(b, s, values[4]);
            offset = life.LogSurvival(recency);
            gradient.Clear();
        }

        public double Total { get; private set; }

        public void AddActive(double t) => Add(1, t, isDensity: false);

        public void AddLapsed(double t)
        {
            double fullness = 0;
            for (double y = recency; y < t && fullness < Negligible;)
            {
                double end = GrowingPanels.End(y, t, e, alpha, life, b, s), length = end - y;
                for (int i = 0; i < GaussLegendre.Twelve.Nodes.Length; i++)
                    Add(GaussLegendre.Twelve.Weights[i] * length, y + (GaussLegendre.Twelve.Nodes[i] * length), isDensity: true);
                y = end;
                fullness = (e * Precise.Log1P((y - recency) / (alpha + recency))) + (s * life.W(y)) + offset;
            }
        }

        private void Add(double weight, double y, bool isDensity)
        {
            double la = Precise.Log1P((y - recency) / (alpha + recency));
            GompertzPoint at = life.At(y);
            double term = weight * Math.Exp((isDensity ? at.LogDensity : at.LogSurvival) - offset - (e * la));
            Total += term;
            gradient[0] -= term * la;
            gradient[1] -= term * e * ((1 / (alpha + y)) - (1 / (alpha + recency)));
            gradient[2] += term * ((isDensity ? at.LogDecayByB : 0) - (s * at.ByB));
            gradient[3] += term * ((isDensity ? 1 / s : 0) - at.W);
            gradient[4] += term * ((isDensity ? at.LogDecayByBeta : 0) - (s * at.ByBeta));
        }
    }
}
