using System.Text.Json.Serialization;
using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>
/// The eight customer types (客户八分法), scheme <c>rfm8</c>: R, F and M each above or below the base's mean or median. R and F name
/// the type, M decides between 重要 (important) and 一般 (general); the names of the 一般 row follow those of the 重要 row.
/// <code>
/// R       F       M high                      M low
/// recent  often   重要价值 ImportantValue      一般价值 GeneralValue
/// recent  seldom  重要发展 ImportantDevelop    一般发展 GeneralDevelop
/// old     often   重要保持 ImportantRetain     一般保持 GeneralRetain
/// old     seldom  重要挽留 ImportantWinBack    一般挽留 GeneralWinBack
/// </code>
/// Recent: days since the last purchase ≤ split. Often: F &gt; split. High: M &gt; split.
/// </summary>
public sealed class EightTypes : ISegmentationScheme
{
    private static readonly SegmentDefinition[] Types =
    [
        new("ImportantValue", "Important value", "重要价值客户", "Recent, often, high: the best; keep them so."),
        new("GeneralValue", "General value", "一般价值客户", "Recent and often, low spend."),
        new("ImportantDevelop", "Important to develop", "重要发展客户", "Recent and high spend, but seldom: develop frequency."),
        new("GeneralDevelop", "General to develop", "一般发展客户", "Recent, seldom and low: mostly new customers."),
        new("ImportantRetain", "Important to retain", "重要保持客户", "Often and high, but long ago: get in touch."),
        new("GeneralRetain", "General to retain", "一般保持客户", "Often, low spend, long ago."),
        new("ImportantWinBack", "Important to win back", "重要挽留客户", "High spend, seldom and long ago: win back."),
        new("GeneralWinBack", "General to win back", "一般挽留客户", "Seldom, low and long ago."),
        SegmentDefinition.NoPurchase,
    ];

    private readonly EightTypeSplits splits;
    private readonly RfmOptions rfm;

    /// <summary>Places customers by the given splits.</summary>
    public EightTypes(EightTypeSplits splits, RfmOptions rfm)
    {
        ArgumentNullException.ThrowIfNull(splits);
        ArgumentNullException.ThrowIfNull(rfm);
        this.splits = splits;
        this.rfm = rfm;
    }

    /// <inheritdoc />
    public string Name => "rfm8";

    /// <inheritdoc />
    public IReadOnlyList<SegmentDefinition> Segments => Types;

    /// <summary>Finds the splits of a base.</summary>
    public static EightTypeSplits Fit(EightTypeSplit at, BaseStatistics @base)
    {
        ArgumentNullException.ThrowIfNull(@base);
        double Split(ValueDistribution values) => values.Count == 0 ? 0 : at == EightTypeSplit.Median ? values.Quantile(0.5) : values.Mean;
        return new EightTypeSplits(at, Split(@base.Recency), Split(@base.Frequency), Split(@base.Monetary));
    }

    /// <inheritdoc />
    public byte Assign(in CustomerFacts facts)
    {
        if (!facts.HasPurchase)
            return (byte)(Types.Length - 1);
        bool old = facts.Summary.DaysSinceLast(facts.AsOfDay) > splits.RecencyDays;
        bool seldom = RfmScorer.Frequency(facts.Summary, rfm) <= splits.Frequency;
        bool low = RfmScorer.Monetary(facts.Summary, rfm) <= splits.Monetary;
        return (byte)((old ? 4 : 0) + (seldom ? 2 : 0) + (low ? 1 : 0));
    }

    /// <inheritdoc />
    public Explanation Explain(in CustomerFacts facts)
    {
        byte type = Assign(facts);
        if (!facts.HasPurchase)
            return Explanation.WithoutPurchase(Name);
        string r = (type & 4) != 0 ? "old" : "recent", f = (type & 2) != 0 ? "seldom" : "often", m = (type & 1) != 0 ? "low" : "high";
        string at = splits.At == EightTypeSplit.Median ? "median" : "mean";
        return new Explanation(Name, Types[type].Code, $"{r}, {f} and {m} against the {at} of all buyers is {Types[type].Chinese}.",
        [
            ExplanationFactor.Of("recency", facts.Summary.DaysSinceLast(facts.AsOfDay), "days", splits.RecencyDays, r),
            ExplanationFactor.Of("frequency", RfmScorer.Frequency(facts.Summary, rfm), rfm.Frequency == FrequencyMeasure.Orders ? "orders" : "purchase days", splits.Frequency, f),
            ExplanationFactor.Of("monetary", RfmScorer.Monetary(facts.Summary, rfm), "currency", splits.Monetary, m),
        ]);
    }
}

/// <summary>Where the eight types are split.</summary>
[JsonConverter(typeof(CamelCaseEnum<EightTypeSplit>))]
public enum EightTypeSplit
{
    /// <summary>At the arithmetic mean of all buyers.</summary>
    Mean,

    /// <summary>At the median, which a few very large customers do not move.</summary>
    Median,
}

/// <summary>The splits that were found over a base.</summary>
/// <param name="At">Mean or median.</param>
/// <param name="RecencyDays">Days since the last purchase; more is old.</param>
/// <param name="Frequency">Orders or purchase days; more is often.</param>
/// <param name="Monetary">Currency units; more is high.</param>
public sealed record EightTypeSplits(EightTypeSplit At, double RecencyDays, double Frequency, double Monetary);
