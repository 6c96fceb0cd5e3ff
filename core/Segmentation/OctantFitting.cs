using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>Finds the splits of the octants over a base.</summary>
public static class OctantFitting
{
    /// <summary>Score levels of the breadth of products.</summary>
    internal const int BreadthLevels = 5;

    /// <summary>Finds the splits; 0 for an empty base.</summary>
    public static OctantSplits Fit(OctantOptions options, BaseStatistics @base, RfmCutPoints rfm)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(@base);
        ArgumentNullException.ThrowIfNull(rfm);
        BaseColumns columns = @base.Columns;
        if (columns.Buyers == 0)
            return new OctantSplits(0, 0, options.AheadShare ?? 0, null);
        CutPoints? breadth = columns.Products.ContainsAnyExcept(0)
            ? CutPointFitting.Fit(ValueDistribution.Of(columns.Products), CutPointMethod.Quantile, BreadthLevels, reversed: false)
            : null;
        using ScratchColumn need = new(columns.Buyers), ahead = new(columns.Buyers);
        for (int i = 0; i < columns.Buyers; i++)
        {
            need.Values[i] = Octants.NeedIndex(
                rfm.Recency.Score(columns.AsOfDay - columns.LastDays[i]), rfm.Frequency.Score(columns.Frequencies[i]), rfm.Levels, breadth?.Score(columns.Products[i]));
            ahead.Values[i] = Octants.AheadShare(
                (double)columns.NetMoney[i] / Money.Scale, columns.PredictedClv[i], columns.AsOfDay - columns.FirstDays[i], options.HorizonDays);
        }
        return new OctantSplits(
            @base.NetMoney.Quantile(options.ValueQuantile),
            ValueDistribution.QuantileOfScratch(need.Values, options.NeedQuantile),
            options.AheadShare ?? ValueDistribution.QuantileOfScratch(ahead.Values, 0.5),
            breadth);
    }
}

/// <summary>The splits of the octants.</summary>
/// <param name="Value">Net money in currency units; more is high.</param>
/// <param name="Need">Need index from 0 to 1; more is high.</param>
/// <param name="Ahead">Share of the value that lies ahead; more is ahead.</param>
/// <param name="Breadth">Cut points of distinct products; null where no product column is mapped.</param>
public sealed record OctantSplits(double Value, double Need, double Ahead, CutPoints? Breadth = null);

/// <summary>Where the octants are split.</summary>
public sealed record OctantOptions
{
    /// <summary>Quantile of net money that high value lies above, 0 to 1.</summary>
    public double ValueQuantile { get; set; } = 0.5;

    /// <summary>Quantile of the need index that high need lies above, 0 to 1.</summary>
    public double NeedQuantile { get; set; } = 0.5;

    /// <summary>Share of the value from which it lies ahead, 0 to 1; null splits at the base's median.</summary>
    public double? AheadShare { get; set; }

    /// <summary>Days that the customer's own rate is carried forward where the models were refused, 1 or more.</summary>
    public int HorizonDays { get; set; } = 365;

    internal void AddErrors(List<string> errors)
    {
        if (!(ValueQuantile >= 0 && ValueQuantile <= 1))
            errors.Add("octant.valueQuantile is 0 to 1.");
        if (!(NeedQuantile >= 0 && NeedQuantile <= 1))
            errors.Add("octant.needQuantile is 0 to 1.");
        if (AheadShare is { } share && !(share >= 0 && share <= 1))
            errors.Add("octant.aheadShare is 0 to 1, or left out for the base's median.");
        if (HorizonDays < 1)
            errors.Add("octant.horizonDays is 1 or more.");
    }
}
