using System.Runtime.Intrinsics;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Lifetimes;

/// <summary>
/// The one integral that the Pareto/NBD needs. The closed form is a difference of Gauss hypergeometric functions that overflow or cancel
/// for heavy buyers; the integral itself is of positive terms not above 1. In v = ln(1 + τ/min(A, B)) the integrand is
/// analytic for |Im v| &lt; π whatever the parameters, so that twelve Gauss–Legendre points a panel give twelve digits while a panel is
/// at most 3 long and the integrand falls on it by at most e¹². Most customers need one panel.
/// </summary>
internal static class ParetoQuadrature
{
    private const double LongestPanel = 3;
    private const double LargestFall = 12;
    private const double Negligible = 45;
    private static readonly Vector256<double>[] Nodes = Fours(GaussLegendre.Twelve.Nodes);
    private static readonly Vector256<double>[] Weights = Fours(GaussLegendre.Twelve.Weights);

    public static ParetoMoments Integrate(double p, double q, double a, double b, double duration)
    {
        if (!(duration > 0))
            return default;
        bool swapped = b < a;
        (double near, double far, double pNear, double pFar) = swapped ? (b, a, q, p) : (a, b, p, q);
        double end = Precise.Log1P(duration / near), from = 0;
        Vector256<double> integral = default, withNear = default, withFar = default, byNear = default, byFar = default;
        while (from < end)
        {
            double length = PanelLength(from, end, near, far, pNear, pFar);
            Vector256<double> start = Vector256.Create(from), span = Vector256.Create(length);
            for (int i = 0; i < 3; i++)
            {
                Vector256<double> v = start + (span * Nodes[i]);
                Vector256<double> growth = Vector256.Exp(v);
                Vector256<double> reciprocalFar = Vector256.Create(far - near) + (growth * near);
                Vector256<double> logFar = Vector256.Log(reciprocalFar / far);
                reciprocalFar = Vector256<double>.One / reciprocalFar;
                Vector256<double> mass = Weights[i] * span * Vector256.Exp((v * (1 - pNear)) - (logFar * pFar));
                integral += mass;
                withNear += mass * v;
                withFar += mass * logFar;
                byNear += mass / growth;
                byFar += mass * reciprocalFar;
            }
            from += length;
            if (from < end && (pNear * from) + (pFar * Math.Log((far + (near * (Math.Exp(from) - 1))) / far)) - from > Negligible)
                break;
        }
        double sum = near * Vector256.Sum(integral), logNear = near * Vector256.Sum(withNear), logOther = near * Vector256.Sum(withFar);
        double overNear = Vector256.Sum(byNear), overFar = near * Vector256.Sum(byFar);
        return swapped ? new ParetoMoments(sum, logOther, logNear, overFar, overNear) : new ParetoMoments(sum, logNear, logOther, overNear, overFar);
    }

    /// <summary>The exponent's slope rises with v, so its value at the panel's end bounds the fall.</summary>
    private static double PanelLength(double from, double end, double near, double far, double pNear, double pFar)
    {
        double length = end - from;
        if (length > LongestPanel)
            length = LongestPanel;
        while (true)
        {
            double reached = near * Math.Exp(from + length);
            double slope = Math.Abs(pNear - 1) + (pFar * reached / (far - near + reached));
            if (slope * length <= LargestFall)
                return length;
            length = Math.Max(0.5 * length, 0.9 * LargestFall / slope);
        }
    }

    private static Vector256<double>[] Fours(ReadOnlySpan<double> values)
    {
        var fours = new Vector256<double>[values.Length / 4];
        for (int i = 0; i < fours.Length; i++)
            fours[i] = Vector256.Create(values.Slice(4 * i, 4));
        return fours;
    }
}
