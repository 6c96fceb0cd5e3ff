namespace ServerlessSeg.Core.Clv.Lifetimes;

/// <summary>
/// Cuts [from, to] into panels that twelve quadrature points serve: no longer than twice the distance to the integrand's next singularity,
/// and the integrand falls by at most e¹² on each.
/// </summary>
internal static class GrowingPanels
{
    private const double LargestFall = 12;

    /// <summary>The end of the panel that starts at <paramref name="y"/>, for (α + y)^(−e) times a Gamma-Gompertz density.</summary>
    public static double End(double y, double to, double shape, double alpha, in GompertzGamma life, double b, double s)
    {
        double length = Math.Min(to - y, 2 * Math.Min(alpha + y, Math.Min(1 / life.Decay(y), 1.5 / b)));
        while (true)
        {
            double fall = ((shape / (alpha + y)) + ((s + 1) * Math.Max(life.Decay(y), life.Decay(y + length))) + b) * length;
            if (fall <= LargestFall)
                return length >= to - y ? to : y + length;
            length = Math.Max(0.5 * length, 0.9 * LargestFall / fall * length);
        }
    }
}
