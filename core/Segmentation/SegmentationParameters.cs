using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation.Clusters;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>
/// All that was found over a whole base: with the options it places any customer, on any machine, without the base. Stored with the
/// run as JSON (<see cref="SegmentationJson"/>).
/// </summary>
public sealed record SegmentationParameters
{
    /// <summary>As-of date in days since 1970-01-01.</summary>
    public required int AsOfDay { get; init; }

    /// <summary>Customers with at least one purchase.</summary>
    public required long Buyers { get; init; }

    /// <summary>Customers without any.</summary>
    public required long WithoutPurchase { get; init; }

    /// <summary>Cut points of the RFM scores.</summary>
    public required RfmCutPoints Rfm { get; init; }

    /// <summary>Splits of the eight types.</summary>
    public required EightTypeSplits EightTypes { get; init; }

    /// <summary>Floors of the value tiers.</summary>
    public required TierFloors Tier { get; init; }

    /// <summary>Floors of the ABC classes.</summary>
    public required AbcFloors Abc { get; init; }

    /// <summary>Splits of the octants.</summary>
    public required OctantSplits Octant { get; init; }

    /// <summary>Splits of the loyalty cube.</summary>
    public required LoyaltySplits Loyalty { get; init; }

    /// <summary>The base's rhythm in days, for the lifecycle.</summary>
    public required double BaseGapDays { get; init; }

    /// <summary>The clusters; null where the scheme is not computed.</summary>
    public ClusterModel? Cluster { get; init; }
}
