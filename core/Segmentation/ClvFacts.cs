namespace ServerlessSeg.Core.Segmentation;

/// <summary>What the lifetime models say of a customer. Every value is NaN where the models were refused for this base.</summary>
/// <param name="PAlive">Probability of being still active at the as-of date, 0 to 1.</param>
/// <param name="ExpectedPurchases">Purchases expected within the horizon.</param>
/// <param name="PredictedClv">Discounted value expected within the horizon, in currency units.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end of its interval.</param>
public readonly record struct ClvFacts(double PAlive, double ExpectedPurchases, double PredictedClv, double Low, double High)
{
    /// <summary>No model could be used.</summary>
    public static ClvFacts Refused { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>Whether there is a prediction.</summary>
    public bool IsPredicted => !double.IsNaN(PredictedClv) && !double.IsNaN(PAlive);
}
