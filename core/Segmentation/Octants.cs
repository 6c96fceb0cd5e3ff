using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>
/// Eight octants, scheme <c>octant</c>: value × need × whether the value lies ahead or behind.
/// <list type="bullet">
/// <item>Value: net money of the whole history; high above the base's quantile <see cref="OctantOptions.ValueQuantile"/>.</item>
/// <item>Need: how intensely, broadly and lately the customer buys: the mean of the R score, the F score and, where products are mapped,
/// the score of distinct products, each put on 0 to 1; high above the quantile <see cref="OctantOptions.NeedQuantile"/>.</item>
/// <item>Ahead: predicted CLV ÷ (predicted CLV + net money), money below 0 taken as 0; ahead above <see cref="OctantOptions.AheadShare"/>
/// or, by default, above the base's median. Where the models were refused, the prediction is net money per day since the first
/// purchase × <see cref="OctantOptions.HorizonDays"/>, which makes young customers those with a future.</item>
/// </list>
/// </summary>
public sealed class Octants : ISegmentationScheme
{
    private const string ValueName = "value", NeedName = "need", AheadName = "ahead";

    private static readonly SegmentDefinition[] Cells =
    [
        new("Star", "Star", "明星客户", "High value, high need, most of it ahead."),
        new("Pillar", "Pillar", "支柱客户", "High value, high need, most of it realised."),
        new("Sleeper", "Sleeper", "待唤醒客户", "High value, low need at present, much ahead."),
        new("Harvested", "Harvested", "收获客户", "High value in the past, low need, little ahead."),
        new("Rising", "Rising", "成长客户", "Low value so far, high need, most of it ahead."),
        new("Everyday", "Everyday", "日常客户", "Low value, high need, little more to expect."),
        new("Seed", "Seed", "种子客户", "Low value, low need, yet more ahead than behind."),
        new("Marginal", "Marginal", "边缘客户", "Low value, low need, little ahead."),
        SegmentDefinition.NoPurchase,
    ];

    private readonly OctantSplits splits;
    private readonly OctantOptions options;
    private readonly int levels;

    /// <summary>Places customers by the given splits.</summary>
    /// <param name="splits">What was found over the base.</param>
    /// <param name="options">The options it was found by.</param>
    /// <param name="levels">Levels of the RFM scores.</param>
    public Octants(OctantSplits splits, OctantOptions options, int levels)
    {
        ArgumentNullException.ThrowIfNull(splits);
        ArgumentNullException.ThrowIfNull(options);
        (this.splits, this.options, this.levels) = (splits, options, levels);
    }

    /// <inheritdoc />
    public string Name => "octant";

    /// <inheritdoc />
    public IReadOnlyList<SegmentDefinition> Segments => Cells;

    /// <inheritdoc />
    public byte Assign(in CustomerFacts facts)
    {
        if (!facts.HasPurchase)
            return 8;
        bool low = Value(facts) <= splits.Value, idle = Need(facts) <= splits.Need, behind = Ahead(facts) <= splits.Ahead;
        return (byte)((low ? 4 : 0) + (idle ? 2 : 0) + (behind ? 1 : 0));
    }

    /// <inheritdoc />
    public Explanation Explain(in CustomerFacts facts)
    {
        if (!facts.HasPurchase)
            return Explanation.WithoutPurchase(Name);
        byte cell = Assign(facts);
        string source = facts.Clv.IsPredicted ? "the lifetime model" : "the customer's own rate, since the models were refused";
        return new Explanation(Name, Cells[cell].Code, $"Value, need and what lies ahead, each above or not above its split; the prediction is from {source}.",
        [
            ExplanationFactor.Of(ValueName, Value(facts), "currency", splits.Value, (cell & 4) == 0 ? "high" : "low"),
            ExplanationFactor.Of(NeedName, Need(facts), "0 to 1", splits.Need, (cell & 2) == 0 ? "high" : "low"),
            ExplanationFactor.Of(AheadName, Ahead(facts), "share", splits.Ahead, (cell & 1) == 0 ? "ahead" : "behind"),
        ]);
    }

    /// <summary>The need index from scores.</summary>
    internal static double NeedIndex(int r, int f, int levels, int? breadth)
    {
        double need = ((double)(r - 1) / (levels - 1)) + ((double)(f - 1) / (levels - 1));
        return breadth is { } products ? (need + ((double)(products - 1) / (OctantFitting.BreadthLevels - 1))) / 3 : need / 2;
    }

    /// <summary>The share of the value that lies ahead.</summary>
    internal static double AheadShare(double netMoney, double predictedClv, int ageDays, int horizonDays)
    {
        double past = Math.Max(0, netMoney);
        double future = double.IsNaN(predictedClv) ? past / (ageDays + 1) * horizonDays : Math.Max(0, predictedClv);
        return future == 0 ? 0 : future / (past + future);
    }

    private static double Value(in CustomerFacts facts) => (double)facts.Summary.NetMoney / Money.Scale;

    private double Need(in CustomerFacts facts) =>
        NeedIndex(facts.Score.R, facts.Score.F, levels, splits.Breadth?.Score(facts.Summary.Products));

    private double Ahead(in CustomerFacts facts) => AheadShare(
        Value(facts), facts.Clv.IsPredicted ? facts.Clv.PredictedClv : double.NaN, facts.Summary.AgeDays(facts.AsOfDay), options.HorizonDays);
}
