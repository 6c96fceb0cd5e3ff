using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Intervals;

namespace ServerlessSeg.Core.Evaluation;

/// <summary>What a customer did within the horizon, to be held against the interval.</summary>
/// <param name="History">What was known.</param>
/// <param name="MeanRepeatSpend">Mean money a repeat purchase; NaN where unknown.</param>
/// <param name="Purchases">Purchases within the horizon.</param>
/// <param name="Spend">Their money, undiscounted.</param>
public readonly record struct RealisedOutcome(PurchaseHistory History, double MeanRepeatSpend, int Purchases, double Spend);

/// <summary>
/// How often intervals held what happened. Counts and values have lumps of probability (mostly at 0), so no interval can hold exactly its level of them: <see cref="PurchasesWithin"/>
/// and <see cref="ValueWithin"/> are plain shares and exceed the level even where every probability is right. <see cref="Purchases"/> and <see cref="Value"/> count an outcome by
/// the part of its probability that lies between the two tails (the expectation of the randomised probability integral transform); right probabilities give exactly the level.
/// </summary>
public sealed record IntervalCoverage
{
    /// <summary>Customers compared.</summary>
    public required int Customers { get; init; }

    /// <summary>The level asked for.</summary>
    public required double Level { get; init; }

    /// <summary>Coverage of the purchases, lumps counted by their part.</summary>
    public required double Purchases { get; init; }

    /// <summary>Share of customers whose purchases lay between the bounds, bounds included.</summary>
    public required double PurchasesWithin { get; init; }

    /// <summary>Coverage of the value, the lump at 0 counted by its part.</summary>
    public required double Value { get; init; }

    /// <summary>Share of customers whose value lay between the bounds, bounds included.</summary>
    public required double ValueWithin { get; init; }

    /// <summary>Compares the intervals with what happened within the same horizon.</summary>
    /// <param name="estimator">Intervals without discount, since the dates of the outcomes are not known here.</param>
    /// <param name="outcomes">What happened; at least one.</param>
    /// <exception cref="ArgumentException">There are no outcomes, or the estimator discounts.</exception>
    public static IntervalCoverage Of(IntervalEstimator estimator, IReadOnlyList<RealisedOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(outcomes);
        if (outcomes.Count == 0)
            throw new ArgumentException("At least one outcome is needed.", nameof(outcomes));
        if (estimator.Options.AnnualDiscountRate != 0)
            throw new ArgumentException("Outcomes are not discounted, so the estimator must not discount either.", nameof(estimator));
        double level = estimator.Options.Level, low = (1 - level) / 2, high = 1 - low;
        double purchases = 0, purchasesWithin = 0, value = 0, valueWithin = 0;
        foreach (var group in outcomes.GroupBy(o => o.History with { SumLogGaps = 0 }))
        {
            var outlook = estimator.Outlook(group.Key);
            foreach (var outcome in group)
            {
                var interval = outlook.For(outcome.MeanRepeatSpend);
                purchases += Part(outlook.CumulativeProbability(outcome.Purchases - 1), outlook.CumulativeProbability(outcome.Purchases), low, high);
                purchasesWithin += outcome.Purchases >= interval.PurchasesLow && outcome.Purchases <= interval.PurchasesHigh ? 1 : 0;
                double position = outlook.CumulativeProbabilityOfValue(outcome.Spend, outcome.MeanRepeatSpend);
                value += Part(outcome.Purchases == 0 ? 0 : position, position, low, high);
                valueWithin += outcome.Spend >= interval.ValueLow && outcome.Spend <= interval.ValueHigh ? 1 : 0;
            }
        }
        return new IntervalCoverage
        {
            Customers = outcomes.Count,
            Level = level,
            Purchases = purchases / outcomes.Count,
            PurchasesWithin = purchasesWithin / outcomes.Count,
            Value = value / outcomes.Count,
            ValueWithin = valueWithin / outcomes.Count,
        };
    }

    /// <summary>The part of the probability between two heights of the distribution function that lies between the tails.</summary>
    private static double Part(double from, double to, double low, double high) =>
        to > from ? Math.Max(0, Math.Min(to, high) - Math.Max(from, low)) / (to - from) : to >= low && to <= high ? 1 : 0;
}
