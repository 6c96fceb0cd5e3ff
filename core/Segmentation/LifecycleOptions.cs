namespace ServerlessSeg.Core.Segmentation;

/// <summary>Thresholds of the lifecycle, in rhythms: mean gaps between a customer's purchase days.</summary>
public sealed record LifecycleOptions
{
    /// <summary>Purchase days from which a customer has a rhythm of its own, 2 or more.</summary>
    public int OwnRhythmFrom { get; set; } = 3;

    /// <summary>The shortest rhythm in days, above 0: a daily buyer is not lost after a week's holiday.</summary>
    public double MinGapDays { get; set; } = 7;

    /// <summary>The base's rhythm in days where nobody bought twice, above 0.</summary>
    public double DefaultGapDays { get; set; } = 90;

    /// <summary>Silence after which a customer is declining, above 0.</summary>
    public double DecliningAfterGaps { get; set; } = 1.5;

    /// <summary>Silence after which a customer is dormant, above the one before.</summary>
    public double DormantAfterGaps { get; set; } = 3;

    /// <summary>Silence after which a customer is lost, above the one before.</summary>
    public double LostAfterGaps { get; set; } = 6;

    /// <summary>A gap this many times the usual one, followed by a purchase, makes a customer reactivated; above 1.</summary>
    public double ReactivatedAfterGaps { get; set; } = 3;

    /// <summary>Purchase days from which growth and decline are read, 3 or more.</summary>
    public int TrendFrom { get; set; } = 4;

    /// <summary>Share of repeat purchases in the later half from which a customer is growing.</summary>
    public double GrowingShare { get; set; } = 0.66;

    /// <summary>Share of repeat purchases in the later half up to which a customer is declining; below the one before.</summary>
    public double DecliningShare { get; set; } = 0.34;

    internal void AddErrors(List<string> errors)
    {
        if (OwnRhythmFrom < 2)
            errors.Add("lifecycle.ownRhythmFrom is 2 or more.");
        if (!(MinGapDays > 0 && double.IsFinite(MinGapDays)))
            errors.Add("lifecycle.minGapDays is above 0.");
        if (!(DefaultGapDays > 0 && double.IsFinite(DefaultGapDays)))
            errors.Add("lifecycle.defaultGapDays is above 0.");
        if (!(DecliningAfterGaps > 0 && DecliningAfterGaps < DormantAfterGaps && DormantAfterGaps < LostAfterGaps))
            errors.Add("lifecycle.decliningAfterGaps, dormantAfterGaps and lostAfterGaps rise from above 0.");
        if (!(ReactivatedAfterGaps > 1))
            errors.Add("lifecycle.reactivatedAfterGaps is above 1.");
        if (TrendFrom < 3)
            errors.Add("lifecycle.trendFrom is 3 or more.");
        if (!(DecliningShare >= 0 && DecliningShare < GrowingShare && GrowingShare <= 1))
            errors.Add("lifecycle.decliningShare is below lifecycle.growingShare, both 0 to 1.");
    }
}
