namespace ServerlessSeg.Core.Resegmentation;

/// <summary>One customer's predicted future; every figure is NaN where the models were refused or the customer never bought.</summary>
/// <param name="PAlive">Probability of being active at the as-of date, 0 to 1.</param>
/// <param name="ExpectedPurchases">Purchase days expected within the horizon, undiscounted.</param>
/// <param name="ExpectedOrderValue">Expected money of one purchase day, in currency units.</param>
/// <param name="Predicted">Discounted margin expected within the horizon, in currency units.</param>
/// <param name="Low">Lower end of the interval around <paramref name="Predicted"/>.</param>
/// <param name="High">Upper end.</param>
/// <param name="Churn90">Probability of no purchase within the next 90 days.</param>
public readonly record struct ClvEstimate(
    float PAlive, float ExpectedPurchases, float ExpectedOrderValue, float Predicted, float Low, float High, float Churn90)
{
    /// <summary>No prediction.</summary>
    public static ClvEstimate None => new(float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN);

    /// <summary>Whether there is a prediction.</summary>
    public bool IsKnown => !float.IsNaN(PAlive);
}
