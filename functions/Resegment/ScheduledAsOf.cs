using Cronos;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// The as-of date that a schedule means: the day before the moment it was due, whenever it happens to execute. For the monthly
/// default (03:00 on the first) that is the last day of the month before; for a daily schedule it is yesterday.
/// </summary>
public static class ScheduledAsOf
{
    // Timers may fire a moment early.
    private static readonly TimeSpan Earliness = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(366 * 5);

    /// <summary>The as-of date of the latest due moment.</summary>
    /// <param name="schedule">Six-field NCRONTAB expression, in UTC.</param>
    /// <param name="now">The current instant.</param>
    /// <exception cref="CronFormatException">The expression cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The schedule was never due within five years.</exception>
    public static DateOnly For(string schedule, DateTimeOffset now)
    {
        CronExpression expression = CronExpression.Parse(schedule, CronFormat.IncludeSeconds);
        DateTime to = (now + Earliness).UtcDateTime;
        DateTime? due = null;
        // Looking back in growing steps keeps a schedule of every second as cheap as one of every year.
        for (TimeSpan back = TimeSpan.FromMinutes(1); due is null && back <= LongestPeriod * 2; back *= 4)
            due = Last(expression, to - back, to);
        return due is { } moment ? DateOnly.FromDateTime(moment).AddDays(-1)
            : throw new InvalidOperationException($"The schedule '{schedule}' was not due within the last five years.");
    }

    private static DateTime? Last(CronExpression expression, DateTime from, DateTime to)
    {
        DateTime? last = null;
        foreach (DateTime occurrence in expression.GetOccurrences(from, to, fromInclusive: true, toInclusive: true))
            last = occurrence;
        return last;
    }
}
