namespace ServerlessSeg.Core.Clv.Optimisation;

/// <summary>The range that each ln(parameter) is searched in.</summary>
internal sealed class Box(double[] lower, double[] upper)
{
    private const double Edge = 1e-9;

    public double Clamp(int i, double value) => Math.Clamp(value, lower[i], upper[i]);

    /// <summary>True where the likelihood rises towards the edge that the parameter already lies on.</summary>
    public bool Pushes(int i, double value, double gradient) =>
        (value <= lower[i] + Edge && gradient < 0) || (value >= upper[i] - Edge && gradient > 0);

    public bool OnEdge(int i, double value) => value <= lower[i] + Edge || value >= upper[i] - Edge;
}
