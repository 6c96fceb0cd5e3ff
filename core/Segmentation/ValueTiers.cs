using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>
/// High, middle and low value, scheme <c>tier</c>: the top share of buyers by net money of their whole history, the next share, and
/// the rest. Customers with equal money are in the same tier, the higher one.
/// </summary>
public sealed class ValueTiers : ISegmentationScheme
{
    private static readonly SegmentDefinition[] Tiers =
    [
        new("High", "High value", "高价值客户", "The top of the buyers by net money."),
        new("Middle", "Middle value", "中价值客户", "The buyers below the top, still above the many."),
        new("Low", "Low value", "低价值客户", "All other buyers."),
        SegmentDefinition.NoPurchase,
    ];

    private readonly TierFloors floors;

    /// <summary>Places customers by the given floors.</summary>
    public ValueTiers(TierFloors floors)
    {
        ArgumentNullException.ThrowIfNull(floors);
        this.floors = floors;
    }

    /// <inheritdoc />
    public string Name => "tier";

    /// <inheritdoc />
    public IReadOnlyList<SegmentDefinition> Segments => Tiers;

    /// <summary>Finds the floors of a base; 0 for an empty one.</summary>
    public static TierFloors Fit(TierOptions options, BaseStatistics @base)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(@base);
        ValueDistribution money = @base.NetMoney;
        return money.Count == 0
            ? new TierFloors(0, 0, 0)
            : new TierFloors(
                money.TopShareFloor(options.HighShare),
                money.TopShareFloor(Math.Min(1, options.HighShare + options.MiddleShare)),
                money.TopShareFloor(options.TopListShare));
    }

    /// <summary>Whether the customer belongs on the list of the best (<see cref="TierOptions.TopListShare"/>).</summary>
    public bool IsOnTopList(in CustomerFacts facts) => facts.HasPurchase && Value(facts) >= floors.TopList;

    /// <inheritdoc />
    public byte Assign(in CustomerFacts facts)
    {
        if (!facts.HasPurchase)
            return 3;
        double value = Value(facts);
        return value >= floors.High ? (byte)0 : value >= floors.Middle ? (byte)1 : (byte)2;
    }

    /// <inheritdoc />
    public Explanation Explain(in CustomerFacts facts)
    {
        if (!facts.HasPurchase)
            return Explanation.WithoutPurchase(Name);
        string tier = Tiers[Assign(facts)].Code;
        return new Explanation(Name, tier, "Net money of the whole history against the floors of the middle and the high tier.",
            [ExplanationFactor.Of("netMoney", Value(facts), "currency", [floors.Middle, floors.High], tier)]);
    }

    private static double Value(in CustomerFacts facts) => (double)facts.Summary.NetMoney / Money.Scale;
}

/// <summary>The smallest net money of each tier, in currency units.</summary>
/// <param name="High">Of the high tier.</param>
/// <param name="Middle">Of the middle tier.</param>
/// <param name="TopList">Of the list of the best.</param>
public sealed record TierFloors(double High, double Middle, double TopList);

/// <summary>Sizes of the tiers as shares of the buyers.</summary>
public sealed record TierOptions
{
    /// <summary>Share of buyers in the high tier, above 0 and below 1.</summary>
    public double HighShare { get; set; } = 0.2;

    /// <summary>Share of buyers in the middle tier, above 0; both together at most 1.</summary>
    public double MiddleShare { get; set; } = 0.3;

    /// <summary>Share of buyers on the list of the best, above 0 and at most 1.</summary>
    public double TopListShare { get; set; } = 0.1;

    internal void AddErrors(List<string> errors)
    {
        if (!(HighShare > 0 && HighShare < 1))
            errors.Add("tier.highShare is above 0 and below 1.");
        if (!(MiddleShare > 0 && HighShare + MiddleShare <= 1))
            errors.Add("tier.middleShare is above 0, and at most 1 together with tier.highShare.");
        if (!(TopListShare > 0 && TopListShare <= 1))
            errors.Add("tier.topListShare is above 0 and at most 1.");
    }
}
