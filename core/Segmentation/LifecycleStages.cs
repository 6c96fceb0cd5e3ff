using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>
/// Stages of the customer lifecycle, scheme <c>lifecycle</c>, in units of a customer's own rhythm. The rhythm is the mean gap between its
/// purchase days from <see cref="LifecycleOptions.OwnRhythmFrom"/> purchases on, before that the median of the base's mean gaps; never
/// below <see cref="LifecycleOptions.MinGapDays"/>. Silence is days since the last purchase ÷ rhythm. The first stage that fits holds:
/// <list type="number">
/// <item>Prospect: known, never bought.</item>
/// <item>Lost: silence above <see cref="LifecycleOptions.LostAfterGaps"/>.</item>
/// <item>Dormant: silence above <see cref="LifecycleOptions.DormantAfterGaps"/>.</item>
/// <item>Declining: silence above <see cref="LifecycleOptions.DecliningAfterGaps"/>.</item>
/// <item>Reactivated: the gap before the last purchase was longer than <see cref="LifecycleOptions.ReactivatedAfterGaps"/> × the mean of the
/// gaps before it (× the base's rhythm where there is none).</item>
/// <item>New: one purchase, or the first one not longer ago than one rhythm of the base.</item>
/// <item>Growing or Declining, from <see cref="LifecycleOptions.TrendFrom"/> purchases on: the share of the purchases after the first that fell into the later
/// half of the time since then is at least <see cref="LifecycleOptions.GrowingShare"/>, or at most <see cref="LifecycleOptions.DecliningShare"/>.</item>
/// <item>Mature: everyone else.</item>
/// </list>
/// </summary>
public sealed class LifecycleStages : ISegmentationScheme
{
    private static readonly SegmentDefinition[] Stages =
    [
        new("Prospect", "Prospect", "潜在客户", "Known, never bought."),
        new("New", "New", "新客户", "Bought for the first time not long ago."),
        new("Growing", "Growing", "成长客户", "Buys more often than at the beginning."),
        new("Mature", "Mature", "成熟客户", "Buys in a steady rhythm."),
        new("Declining", "Declining", "衰退客户", "Overdue, or buying less than at the beginning."),
        new("Dormant", "Dormant", "沉睡客户", "Silent for several times its rhythm."),
        new("Lost", "Lost", "流失客户", "Silent for so long that a return would be a surprise."),
        new("Reactivated", "Reactivated", "回流客户", "Came back after a long silence."),
    ];

    private readonly double baseGapDays;
    private readonly LifecycleOptions options;

    /// <summary>Places customers by the base's rhythm.</summary>
    /// <param name="baseGapDays">Rhythm of customers that have none of their own, in days, above 0.</param>
    /// <param name="options">The thresholds.</param>
    public LifecycleStages(double baseGapDays, LifecycleOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baseGapDays);
        ArgumentNullException.ThrowIfNull(options);
        (this.baseGapDays, this.options) = (baseGapDays, options);
    }

    /// <inheritdoc />
    public string Name => "lifecycle";

    /// <inheritdoc />
    public IReadOnlyList<SegmentDefinition> Segments => Stages;

    /// <summary>The base's rhythm in days: the median of its customers' mean gaps, or the configured one where nobody bought twice.</summary>
    public static double Fit(LifecycleOptions options, BaseStatistics @base)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(@base);
        return Math.Max(options.MinGapDays, @base.MeanGapDays.Count == 0 ? options.DefaultGapDays : @base.MeanGapDays.Quantile(0.5));
    }

    /// <inheritdoc />
    public byte Assign(in CustomerFacts facts) => (byte)Decide(facts).Stage;

    /// <inheritdoc />
    public Explanation Explain(in CustomerFacts facts)
    {
        (LifecycleStage stage, string rule) = Decide(facts);
        if (!facts.HasPurchase)
            return new Explanation(Name, Stages[(int)stage].Code, rule, []);
        double rhythm = Rhythm(facts.Summary);
        return new Explanation(Name, Stages[(int)stage].Code, rule,
        [
            new("rhythm", rhythm, "days", [], HasOwnRhythm(facts.Summary) ? "the customer's own" : "the base's"),
            ExplanationFactor.Of("silence", facts.Summary.DaysSinceLast(facts.AsOfDay) / rhythm, "rhythms",
                [options.DecliningAfterGaps, options.DormantAfterGaps, options.LostAfterGaps], "silent since the last purchase"),
            ExplanationFactor.Of("lastGap", facts.Summary.LastGapDays, "days", ReturnLimit(facts.Summary), "silent before the last purchase"),
            ExplanationFactor.Of("laterShare", LaterShare(facts.Summary), "share", [options.DecliningShare, options.GrowingShare], "purchases in the later half"),
        ]);
    }

    private (LifecycleStage Stage, string Rule) Decide(in CustomerFacts facts)
    {
        if (!facts.HasPurchase)
            return (LifecycleStage.Prospect, "The customer has no purchase.");
        double silence = facts.Summary.DaysSinceLast(facts.AsOfDay) / Rhythm(facts.Summary);
        if (silence > options.LostAfterGaps)
            return (LifecycleStage.Lost, "Silent beyond the limit of the lost.");
        if (silence > options.DormantAfterGaps)
            return (LifecycleStage.Dormant, "Silent beyond the limit of the dormant.");
        if (silence > options.DecliningAfterGaps)
            return (LifecycleStage.Declining, "Overdue by its rhythm.");
        if (facts.Summary.Frequency > 0 && facts.Summary.LastGapDays > ReturnLimit(facts.Summary))
            return (LifecycleStage.Reactivated, "Came back after a gap far longer than usual.");
        if (facts.Summary.Frequency == 0 || facts.Summary.AgeDays(facts.AsOfDay) <= baseGapDays)
            return (LifecycleStage.New, "One purchase only, or the first one within one rhythm of the base.");
        double later = LaterShare(facts.Summary);
        if (facts.Summary.Purchases >= options.TrendFrom && later >= options.GrowingShare)
            return (LifecycleStage.Growing, "Most purchases fell into the later half of its time.");
        if (facts.Summary.Purchases >= options.TrendFrom && later <= options.DecliningShare)
            return (LifecycleStage.Declining, "Most purchases fell into the earlier half of its time.");
        return (LifecycleStage.Mature, "Buys in its rhythm, neither more nor less than before.");
    }

    private bool HasOwnRhythm(in CustomerSummary customer) => customer.Purchases >= options.OwnRhythmFrom;

    private double Rhythm(in CustomerSummary customer) =>
        HasOwnRhythm(customer) ? Math.Max(options.MinGapDays, PurchaseRhythm.MeanGapDays(customer)) : baseGapDays;

    private double ReturnLimit(in CustomerSummary customer)
    {
        double usual = PurchaseRhythm.EarlierMeanGapDays(customer);
        return options.ReactivatedAfterGaps * (double.IsNaN(usual) ? baseGapDays : Math.Max(options.MinGapDays, usual));
    }

    private static double LaterShare(in CustomerSummary customer) =>
        customer.Frequency == 0 ? double.NaN : (double)customer.LaterHalfPurchases / customer.Frequency;

    private enum LifecycleStage
    {
        Prospect,
        New,
        Growing,
        Mature,
        Declining,
        Dormant,
        Lost,
        Reactivated,
    }
}
