using ServerlessSeg.Core.Clv.Lifetimes;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Tests.Clv.Lifetimes;

public sealed class ParetoQuadratureTests
{
    [Fact]
    public void Integrate_AtAnyParameters_AgreesWithAdaptiveQuadrature()
    {
        foreach (double p in (ReadOnlySpan<double>)[.01, .5, 3.2, 40, 900, 5000])
        {
            foreach (double q in (ReadOnlySpan<double>)[1.0001, 1.6, 12])
            {
                foreach ((double a, double b) in (ReadOnlySpan<(double, double)>)[(10.6, 11.7), (1e-3, 30), (400, .02), (7, 7), (1e-6, 1e-6)])
                {
                    foreach (double duration in (ReadOnlySpan<double>)[1e-6, .3, 5, 39, 2000])
                        Compare(p, q, a, b, duration);
                }
            }
        }
    }

    private static void Compare(double p, double q, double a, double b, double duration)
    {
        double Term(double tau) => Math.Exp((-p * Precise.Log1P(tau / a)) - (q * Precise.Log1P(tau / b)));
        ParetoMoments moments = ParetoQuadrature.Integrate(p, q, a, b, duration);

        // In steps that start at the integrand's own scale, so that the adaptive rule cannot overlook it.
        double Sum(Func<double, double> f)
        {
            double sum = 0, from = 0, to = Math.Min(duration, Math.Min(a / (p + 1), b / (q + 1)));
            for (; from < duration; (from, to) = (to, Math.Min(duration, 2 * to)))
                sum += AdaptiveQuadrature.Integrate(f, from, to);
            return sum;
        }
        Near.Relative(Sum(Term), moments.Integral, 1e-9);

        // Logarithms of 1 + τ/A are exact to an ulp of 1, not of themselves; what they are added to in the gradient is of order 1.
        Near.Absolute(Sum(tau => Term(tau) * Precise.Log1P(tau / a)), moments.WithLogA, 1e-9 * (moments.Integral + moments.WithLogA));
        Near.Absolute(Sum(tau => Term(tau) * Precise.Log1P(tau / b)), moments.WithLogB, 1e-9 * (moments.Integral + moments.WithLogB));
        Near.Relative(Sum(tau => Term(tau) / (a + tau)), moments.WithReciprocalA, 1e-9);
        Near.Relative(Sum(tau => Term(tau) / (b + tau)), moments.WithReciprocalB, 1e-9);
    }
}
