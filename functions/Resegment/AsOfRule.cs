using System.Globalization;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// Which as-of dates a run may have. The day is storage's, never that of the machine: one start with a wrong clock would else make a
/// snapshot of the future. And where both clocks are wrong, as with an emulator on the same machine, the ledger tells, unless somebody gave the date himself.
/// </summary>
public static class AsOfRule
{
    /// <summary>
    /// Months that an as-of date which nobody gave may lie after the last day with a transaction: a season of a year and the month that a schedule adds. A month or two
    /// without a purchase is business as usual.
    /// </summary>
    public const int MostMonthsAfterLedger = 13;

    /// <summary>A clock that differs more than this from storage's is not to be trusted with a date.</summary>
    public static TimeSpan MostClockDifference { get; } = TimeSpan.FromDays(1);

    /// <summary>Today in UTC or in the configured time zone, whichever is later: a purchase's day is that of the time zone, a schedule's is that of UTC.</summary>
    public static DateOnly Today(DateTimeOffset storageNow, string timeZone)
    {
        var utc = DateOnly.FromDateTime(storageNow.UtcDateTime);
        var local = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(storageNow, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).DateTime);
        return local > utc ? local : utc;
    }

    /// <summary>What is wrong with a date that lies in the future; null for one that does not.</summary>
    public static string? FutureComplaint(DateOnly asOf, DateOnly today) => asOf <= today ? null
        : $"The as-of date {Text(asOf)} lies in the future: by storage's clock today is {Text(today)}.";

    /// <summary>What is wrong with a date that was taken from a clock, seen from the last day with a transaction in the ledger; null where nothing is.</summary>
    public static string? LedgerComplaint(DateOnly asOf, DateOnly lastDay) => asOf <= lastDay.AddMonths(MostMonthsAfterLedger) ? null
        : $"The as-of date {Text(asOf)}, which the clock gives, lies more than {MostMonthsAfterLedger} months after {Text(lastDay)}, the last day with a transaction in the ledger. " +
          $"Look at the clock, drop what is missing, or give the date: POST /api/runs with {{\"asOf\":\"{Text(lastDay)}\"}}.";

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
