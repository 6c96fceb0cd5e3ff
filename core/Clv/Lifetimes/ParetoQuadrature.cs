using System.Runtime.Intrinsics;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Lifetimes;

/// <summary>
/// The one integral that the Pareto/NBD needs. The closed form is a difference of Gauss hypergeometric functions that overflow or cancel
/// for heavy buyers; the integral itself is of positive terms not above 1. In v = ln(1 + τ/min(A, B)) the integrand is
/// analytic for |Im v| &lt; π whatever the parameters, so that twelve Gauss–Legendre points a panel give twelve digits while a panel is
/// at most 3 long and the integrand falls on it by at most e¹²; shorter and flatter panels need eight points or four. Most customers
/// need one panel.
/// </summary>
internal static class ParetoQuadrature
{
    private const double Negligible = 45;
    private static readonly PanelRule Widest = new(GaussLegendre.Twelve, 3, 12);
    private static readonly PanelRule Middle = new(GaussLegendre.Eight, 2, 4);
    private static readonly PanelRule Shortest = new(GaussLegendre.Four, .25, .25);

    public static ParetoMoments Integrate(double p, double q, double a, double b, double duration) =>
        Integrate(p, q, a, b, duration, Precise.Log1P(duration / Math.Min(a, b)));

    /// <param name="p">Exponent of 1 + τ/A.</param>
    /// <param name="q">Exponent of 1 + τ/B.</param>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="duration">D.</param>
    /// <param name="end">ln(1 + D/min(A, B)), which the caller may know already.</param>
    public static ParetoMoments Integrate(double p, double q, double a, double b, double duration, double end)
    {
        if (!(duration > 0) || !(end > 0))
            return default;
        bool swapped = b < a;
        (double near, double far, double pNear, double pFar) = swapped ? (b, a, q, p) : (a, b, p, q);
        double from = 0;
        Vector256<double> integral = default, withNear = default, withFar = default, byNear = default, byFar = default;
        while (from < end)
        {
            double length = PanelLength(from, end, near, far, near + duration, pNear, pFar, out double fall);
            PanelRule rule = Shortest.Serves(length, fall) ? Shortest : Middle.Serves(length, fall) ? Middle : Widest;
            Vector256<double> start = Vector256.Create(from), span = Vector256.Create(length);
            for (int i = 0; i < rule.Nodes.Length; i++)
            {
                Vector256<double> v = start + (span * rule.Nodes[i]);
                Vector256<double> growth = Vector256.Exp(v);
                Vector256<double> reciprocalFar = Vector256.Create(far - near) + (growth * near);
                Vector256<double> logFar = Vector256.Log(reciprocalFar / far);
                reciprocalFar = Vector256<double>.One / reciprocalFar;
                Vector256<double> mass = rule.Weights[i] * span * Vector256.Exp((v * (1 - pNear)) - (logFar * pFar));
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
    private static double PanelLength(double from, double end, double near, double far, double reachedAtEnd, double pNear, double pFar, out double fall)
    {
        double length = end - from, reached = reachedAtEnd;
        if (length > Widest.Length)
            (length, reached) = (Widest.Length, near * Math.Exp(from + Widest.Length));
        while (true)
        {
            double slope = Math.Abs(pNear - 1) + (pFar * reached / (far - near + reached));
            fall = slope * length;
            if (fall <= Widest.Fall)
                return length;
            length = Math.Max(0.5 * length, 0.9 * Widest.Fall / slope);
            reached = near * Math.Exp(from + length);
        }
    }

    /// <summary>A rule, four points to a vector, and the panels that it serves with twelve digits.</summary>
    private sealed class PanelRule(GaussLegendre rule, double length, double fall)
    {
        public readonly Vector256<double>[] Nodes = Fours(rule.Nodes);
        public readonly Vector256<double>[] Weights = Fours(rule.Weights);

        public double Length => length;

        public double Fall => fall;

        public bool Serves(double panel, double panelFall) => panel <= length && panelFall <= fall;

        private static Vector256<double>[] Fours(ReadOnlySpan<double> values)
        {
            var fours = new Vector256<double>[values.Length / 4];
            for (int i = 0; i < fours.Length; i++)
                fours[i] = Vector256.Create(values.Slice(4 * i, 4));
            return fours;
        }
    }
}
