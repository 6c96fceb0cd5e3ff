namespace ServerlessSeg.Core.Rfm;

/// <summary>
/// A customer's purchases cut at a date: what a model may see, and what it is judged by. The default value stands for a customer who had not
/// bought by then.
/// </summary>
/// <param name="Purchases">Purchase days up to the split; 0 for a customer who came later.</param>
/// <param name="LastDay">Day of the last of them.</param>
/// <param name="SumLogGapDays">Σ ln(gap in days) between them.</param>
/// <param name="LastPeriodPurchases">Those within the stretch before the split that is as long as the holdout, the first purchase left out.</param>
/// <param name="HoldoutPurchases">Purchase days after the split.</param>
public readonly record struct CalibrationSummary(int Purchases, int LastDay, double SumLogGapDays, int LastPeriodPurchases, int HoldoutPurchases)
{
    /// <summary>Cuts purchase days, which are in order of time, at the end of <paramref name="splitDay"/>.</summary>
    public static CalibrationSummary Of(ReadOnlySpan<PurchaseDay> days, int splitDay, int holdoutDays)
    {
        int seen = 0, last = 0, lastPeriod = 0;
        double logGaps = 0;
        while (seen < days.Length && days[seen].Day <= splitDay)
        {
            int day = days[seen].Day;
            if (seen > 0)
            {
                logGaps += Math.Log(day - last);
                if (day > splitDay - holdoutDays)
                    lastPeriod++;
            }
            last = day;
            seen++;
        }
        return seen == 0 ? default : new CalibrationSummary(seen, last, logGaps, lastPeriod, days.Length - seen);
    }
}
