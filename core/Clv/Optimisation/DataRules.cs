using System.Globalization;

namespace ServerlessSeg.Core.Clv.Optimisation;

/// <summary>The least data that a likelihood is worth maximising for.</summary>
internal static class DataRules
{
    /// <summary>The broken rule as a sentence, or null where the data suffice.</summary>
    public static string? Broken(PurchaseHistories data, FitOptions options)
    {
        if (data.Customers < options.MinimumCustomers)
            return Sentence("customers", data.Customers, options.MinimumCustomers);
        if (data.RepeatCustomers < options.MinimumRepeatCustomers)
            return Sentence("customers with a repeat purchase", data.RepeatCustomers, options.MinimumRepeatCustomers);
        return null;
    }

    public static string Sentence(string what, double found, int needed) =>
        string.Create(CultureInfo.InvariantCulture, $"Too few {what}: {found:0.##}, at least {needed} are needed.");

    /// <summary>Repeat purchases a unit of time, kept above 0 as if there were half a purchase more.</summary>
    public static double PurchaseRate(PurchaseHistories data) => (data.Transactions + 0.5) / (data.TotalAge + MeanAge(data));

    /// <summary>Mean T, or 1 where there is no time at all.</summary>
    public static double MeanAge(PurchaseHistories data) => data.TotalAge > 0 ? data.TotalAge / data.Customers : 1;

    /// <summary>What is said of data that were not fitted: the point given, no covariance.</summary>
    public static FitEvidence Unfitted(string[] names, double[] point, double logLikelihood, string reason) => new()
    {
        Names = names,
        LogParameters = point,
        Covariance = new double[point.Length * point.Length],
        LogLikelihood = logLikelihood,
        Verdict = FitVerdict.TooLittleData,
        Reason = reason,
        GradientNorm = double.NaN,
    };
}
