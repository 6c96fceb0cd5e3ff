using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>
/// The loyalty cube, scheme <c>loyalty</c>: current value × lifetime value × loyalty.
/// <list type="bullet">
/// <item>Current value: net money of the whole history, high above the base's quantile <see cref="LoyaltyOptions.ValueQuantile"/>.</item>
/// <item>Lifetime value: predicted CLV, high above the quantile <see cref="LoyaltyOptions.ClvQuantile"/>. Where the models were refused:
/// net money per day since the first purchase.</item>
/// <item>Loyal: P(alive) ≥ <see cref="LoyaltyOptions.MinPAlive"/>, at least <see cref="LoyaltyOptions.MinPurchases"/> purchases, and gaps between
/// them that vary by at most <see cref="LoyaltyOptions.MaxGapVariation"/> (standard deviation ÷ mean). Where the models were refused,
/// silence of at most <see cref="LoyaltyOptions.MaxSilentGaps"/> own mean gaps takes the place of P(alive).</item>
/// </list>
/// </summary>
public sealed class LoyaltyCube : ISegmentationScheme
{
    private static readonly SegmentDefinition[] Cells =
    [
        new("Partner", "Partner", "伙伴客户", "High value now, high value to come, loyal."),
        new("Butterfly", "Butterfly", "蝴蝶客户", "High value now and to come, but not loyal: may leave any day."),
        new("Veteran", "Veteran", "老友客户", "High value so far, loyal, less to come."),
        new("Departing", "Departing", "将离客户", "High value so far, little to come, not loyal."),
        new("Talent", "Talent", "新星客户", "Low value so far, high value to come, loyal."),
        new("Prospective", "Prospective", "潜力客户", "Low value so far, high value to come, not loyal yet."),
        new("Regular", "Regular", "常客", "Small but loyal."),
        new("Stranger", "Stranger", "过客", "Low value now and to come, not loyal."),
        SegmentDefinition.NoPurchase,
    ];

    private readonly LoyaltySplits splits;
    private readonly LoyaltyOptions options;

    /// <summary>Places customers by the given splits.</summary>
    public LoyaltyCube(LoyaltySplits splits, LoyaltyOptions options)
    {
        ArgumentNullException.ThrowIfNull(splits);
        ArgumentNullException.ThrowIfNull(options);
        (this.splits, this.options) = (splits, options);
    }

    /// <inheritdoc />
    public string Name => "loyalty";

    /// <inheritdoc />
    public IReadOnlyList<SegmentDefinition> Segments => Cells;

    /// <inheritdoc />
    public byte Assign(in CustomerFacts facts)
    {
        if (!facts.HasPurchase)
            return 8;
        bool low = Value(facts) <= splits.Value;
        bool little = facts.Clv.IsPredicted ? !(facts.Clv.PredictedClv > splits.Clv) : MoneyPerDay(facts) <= splits.MoneyPerDay;
        return (byte)((low ? 4 : 0) + (little ? 2 : 0) + (IsLoyal(facts) ? 0 : 1));
    }

    /// <inheritdoc />
    public Explanation Explain(in CustomerFacts facts)
    {
        if (!facts.HasPurchase)
            return Explanation.WithoutPurchase(Name);
        byte cell = Assign(facts);
        string toCome = (cell & 2) == 0 ? "high" : "low";
        return new Explanation(Name, Cells[cell].Code, "Current value, value to come and loyalty, each against its limit.",
        [
            ExplanationFactor.Of("value", Value(facts), "currency", splits.Value, (cell & 4) == 0 ? "high" : "low"),
            facts.Clv.IsPredicted
                ? ExplanationFactor.Of("predictedClv", facts.Clv.PredictedClv, "currency", splits.Clv, toCome)
                : ExplanationFactor.Of("moneyPerDay", MoneyPerDay(facts), "currency per day", splits.MoneyPerDay, toCome),
            facts.Clv.IsPredicted
                ? ExplanationFactor.Of("pAlive", facts.Clv.PAlive, "probability", options.MinPAlive, facts.Clv.PAlive >= options.MinPAlive ? "alive" : "doubtful")
                : ExplanationFactor.Of("silentGaps", SilentGaps(facts), "own mean gaps", options.MaxSilentGaps, SilentGaps(facts) <= options.MaxSilentGaps ? "alive" : "doubtful"),
            ExplanationFactor.Of("purchases", facts.Summary.Purchases, "purchase days", options.MinPurchases, facts.Summary.Purchases >= options.MinPurchases ? "enough" : "too few"),
            ExplanationFactor.Of("gapVariation", PurchaseRhythm.GapVariation(facts.Summary), "standard deviation ÷ mean", options.MaxGapVariation,
                IsRegular(facts) ? "regular" : "irregular"),
        ]);
    }

    /// <summary>Net money per day since the first purchase.</summary>
    internal static double PerDay(long netMoney, int ageDays) => (double)netMoney / Money.Scale / (ageDays + 1);

    private static double Value(in CustomerFacts facts) => (double)facts.Summary.NetMoney / Money.Scale;

    private static double MoneyPerDay(in CustomerFacts facts) => PerDay(facts.Summary.NetMoney, facts.Summary.AgeDays(facts.AsOfDay));

    private static double SilentGaps(in CustomerFacts facts) => facts.Summary.DaysSinceLast(facts.AsOfDay) / PurchaseRhythm.MeanGapDays(facts.Summary);

    private bool IsRegular(in CustomerFacts facts) => PurchaseRhythm.GapVariation(facts.Summary) <= options.MaxGapVariation;

    private bool IsLoyal(in CustomerFacts facts)
    {
        bool alive = facts.Clv.IsPredicted ? facts.Clv.PAlive >= options.MinPAlive : SilentGaps(facts) <= options.MaxSilentGaps;
        return alive && facts.Summary.Purchases >= options.MinPurchases && IsRegular(facts);
    }
}
