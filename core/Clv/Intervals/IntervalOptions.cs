namespace ServerlessSeg.Core.Clv.Intervals;

/// <summary>What an interval is to cover.</summary>
public sealed record IntervalOptions
{
    /// <summary>Probability that the interval is to hold, in (0, 1); half of the rest lies on either side.</summary>
    public double Level { get; init; } = 0.9;

    /// <summary>Days after the observation, above 0.</summary>
    public int HorizonDays { get; init; } = 365;

    /// <summary>Annual discount rate of the values, 0 or more.</summary>
    public double AnnualDiscountRate { get; init; } = 0.1;

    internal double LowerTail => (1 - Level) / 2;

    internal double UpperTail => 1 - LowerTail;

    internal IntervalOptions Validated()
    {
        if (!(Level > 0 && Level < 1))
            throw new ArgumentOutOfRangeException(nameof(Level), Level, "The level must be in (0, 1).");
        if (HorizonDays <= 0)
            throw new ArgumentOutOfRangeException(nameof(HorizonDays), HorizonDays, "The horizon must be above 0 days.");
        return this;
    }
}

/// <summary>Where a customer's purchases and their margin within the horizon are to be expected.</summary>
/// <param name="Level">Probability of lying inside each of the two intervals, at least; see <see cref="IntervalEstimator"/>.</param>
/// <param name="PurchasesLow">Fewest purchases.</param>
/// <param name="PurchasesHigh">Most purchases.</param>
/// <param name="ValueLow">Lowest discounted margin, 0 or more.</param>
/// <param name="ValueHigh">Highest discounted margin.</param>
public readonly record struct PredictionInterval(double Level, int PurchasesLow, int PurchasesHigh, double ValueLow, double ValueHigh);
