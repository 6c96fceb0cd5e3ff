using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>How regularly a customer buys, from the gaps between its purchase days.</summary>
internal static class PurchaseRhythm
{
    /// <summary>Mean gap in days; NaN below two purchases.</summary>
    public static double MeanGapDays(in CustomerSummary customer) =>
        customer.Frequency == 0 ? double.NaN : (double)customer.RecencyDays / customer.Frequency;

    /// <summary>Mean of the gaps before the last one, in days; NaN below three purchases.</summary>
    public static double EarlierMeanGapDays(in CustomerSummary customer) =>
        customer.Frequency < 2 ? double.NaN : (double)(customer.RecencyDays - customer.LastGapDays) / (customer.Frequency - 1);

    /// <summary>
    /// Coefficient of variation of the gaps: standard deviation ÷ mean. 0 is a clock, 1 is as irregular as chance (exponential
    /// gaps), more is bursts. NaN below three purchases, since one gap has no variation.
    /// </summary>
    public static double GapVariation(in CustomerSummary customer)
    {
        if (customer.Frequency < 2)
            return double.NaN;
        double mean = MeanGapDays(customer);
        double variance = (customer.SumSquaredGapDays / customer.Frequency) - (mean * mean);
        return Math.Sqrt(Math.Max(0, variance)) / mean;
    }
}
