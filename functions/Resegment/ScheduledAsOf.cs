using ServerlessSeg.Functions.Configuration;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// The as-of date that a schedule means: the day before the moment it was due, whenever it happens to execute. For the monthly
/// default (03:00 on the first) that is the last day of the month before; for a daily schedule it is yesterday.
/// </summary>
public static class ScheduledAsOf
{
    // Timers may fire a moment early.
    private static readonly TimeSpan Earliness = TimeSpan.FromMinutes(1);

    /// <summary>The as-of date of the latest due moment.</summary>
    /// <param name="schedule">Six-field NCRONTAB expression, in UTC.</param>
    /// <param name="now">The current instant.</param>
    /// <exception cref="FormatException">The expression cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The schedule was never due within eight years.</exception>
    public static DateOnly For(string schedule, DateTimeOffset now) =>
        DateOnly.FromDateTime(TimerSchedule.Parse(schedule).LastDue((now + Earliness).UtcDateTime)).AddDays(-1);
}
