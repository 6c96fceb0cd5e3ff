using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>Where the loyalty cube is split.</summary>
public sealed record LoyaltyOptions
{
    /// <summary>Quantile of net money that high current value lies above, 0 to 1.</summary>
    public double ValueQuantile { get; set; } = 0.5;

    /// <summary>Quantile of predicted CLV that high lifetime value lies above, 0 to 1.</summary>
    public double ClvQuantile { get; set; } = 0.5;

    /// <summary>Probability of being active from which a customer may be loyal, 0 to 1.</summary>
    public double MinPAlive { get; set; } = 0.5;

    /// <summary>Purchase days from which a customer may be loyal, 3 or more, since fewer show no regularity.</summary>
    public int MinPurchases { get; set; } = 3;

    /// <summary>Largest coefficient of variation of the gaps, above 0. At 1 loyal customers are at least as regular as chance.</summary>
    public double MaxGapVariation { get; set; } = 1;

    /// <summary>Longest silence in own mean gaps where there is no P(alive), above 0.</summary>
    public double MaxSilentGaps { get; set; } = 2;

    /// <summary>Finds the splits; 0 for an empty base.</summary>
    internal LoyaltySplits Fit(BaseStatistics @base)
    {
        BaseColumns columns = @base.Columns;
        if (columns.Buyers == 0)
            return new LoyaltySplits(0, 0, 0);
        using ScratchColumn perDay = new(columns.Buyers);
        for (int i = 0; i < columns.Buyers; i++)
            perDay.Values[i] = LoyaltyCube.PerDay(columns.NetMoney[i], columns.AsOfDay - columns.FirstDays[i]);
        return new LoyaltySplits(
            @base.NetMoney.Quantile(ValueQuantile),
            @base.PredictedClv.Count == 0 ? 0 : @base.PredictedClv.Quantile(ClvQuantile),
            ValueDistribution.QuantileOfScratch(perDay.Values, ClvQuantile));
    }

    internal void AddErrors(List<string> errors)
    {
        foreach ((string name, double share) in new[] { ("valueQuantile", ValueQuantile), ("clvQuantile", ClvQuantile), ("minPAlive", MinPAlive) })
            if (!(share >= 0 && share <= 1))
                errors.Add($"loyalty.{name} is 0 to 1.");
        if (MinPurchases < 3)
            errors.Add("loyalty.minPurchases is 3 or more.");
        if (!(MaxGapVariation > 0))
            errors.Add("loyalty.maxGapVariation is above 0.");
        if (!(MaxSilentGaps > 0))
            errors.Add("loyalty.maxSilentGaps is above 0.");
    }
}

/// <summary>The splits of the loyalty cube.</summary>
/// <param name="Value">Net money in currency units; more is high.</param>
/// <param name="Clv">Predicted CLV in currency units; more is high.</param>
/// <param name="MoneyPerDay">Net money per day since the first purchase, for customers without a prediction; more is high.</param>
public sealed record LoyaltySplits(double Value, double Clv, double MoneyPerDay);
