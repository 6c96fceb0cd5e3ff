namespace ServerlessSeg.Core.Segmentation.Calendar;

/// <summary>
/// Classical multiplicative decomposition of a monthly series (ratio to moving average; Hyndman &amp; Athanasopoulos, "Forecasting:
/// Principles and Practice", section 3.4).
/// </summary>
internal static class Decomposition
{
    private const int Year = 12;

    /// <summary>The 2 × 12 moving average; null for the first and last six months.</summary>
    public static double?[] Trend(double[] series)
    {
        double?[] trend = new double?[series.Length];
        for (int i = Year / 2; i + (Year / 2) < series.Length; i++)
        {
            double sum = (series[i - (Year / 2)] + series[i + (Year / 2)]) / 2;
            for (int j = i - (Year / 2) + 1; j < i + (Year / 2); j++)
                sum += series[j];
            trend[i] = sum / Year;
        }
        return trend;
    }

    /// <summary>Mean ratio to the trend for January to December, scaled to a mean of 1; null below two years or where the trend is not above 0.</summary>
    /// <param name="series">The series.</param>
    /// <param name="trend">Its trend.</param>
    /// <param name="firstMonth">Calendar month of the first value, 0 for January.</param>
    public static IReadOnlyList<double>? SeasonalIndices(double[] series, double?[] trend, int firstMonth)
    {
        if (series.Length < 2 * Year || trend.Any(t => t <= 0))
            return null;
        double[] sums = new double[Year];
        int[] counts = new int[Year];
        for (int i = 0; i < series.Length; i++)
        {
            if (trend[i] is not { } level)
                continue;
            sums[(firstMonth + i) % Year] += series[i] / level;
            counts[(firstMonth + i) % Year]++;
        }
        double[] means = [.. sums.Zip(counts, (sum, count) => sum / count)];
        double average = means.Average();
        return average > 0 ? [.. means.Select(m => m / average)] : null;
    }
}
