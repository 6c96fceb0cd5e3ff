namespace ServerlessSeg.Core.Clv.Optimisation;

/// <summary>The Hessian of −ln L with respect to the ln(parameters), by central differences of the analytic gradient.</summary>
internal static class Curvature
{
    private const double Step = 1e-4;

    public static double[] At(ILikelihood likelihood, ReadOnlySpan<double> point)
    {
        int n = likelihood.Dimension;
        var hessian = new double[n * n];
        double[] moved = point.ToArray();
        var above = new double[n];
        var below = new double[n];
        for (int i = 0; i < n; i++)
        {
            moved[i] = point[i] + Step;
            likelihood.Evaluate(moved, above);
            moved[i] = point[i] - Step;
            likelihood.Evaluate(moved, below);
            moved[i] = point[i];
            for (int j = 0; j < n; j++)
                hessian[(i * n) + j] = (below[j] - above[j]) / (2 * Step);
        }
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                hessian[(i * n) + j] = hessian[(j * n) + i] = (hessian[(i * n) + j] + hessian[(j * n) + i]) / 2;
        }
        return hessian;
    }
}
