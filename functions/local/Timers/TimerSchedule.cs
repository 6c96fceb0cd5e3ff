using Cronos;
using ServerlessSeg.LocalRuntime.Hosting;

namespace ServerlessSeg.LocalRuntime.Timers;

/// <summary>A timer's occurrences in UTC.</summary>
internal sealed class TimerSchedule
{
    private readonly CronExpression _cron;

    private TimerSchedule(CronExpression cron) => _cron = cron;

    /// <summary>Reads six fields <c>second minute hour day month weekday</c>, or five without seconds.</summary>
    /// <exception cref="StartFailedException">The text is no such schedule.</exception>
    public static TimerSchedule Parse(string text, string functionName)
    {
        int fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
        try
        {
            return new TimerSchedule(CronExpression.Parse(text, fields == 5 ? CronFormat.Standard : CronFormat.IncludeSeconds));
        }
        catch (CronFormatException error)
        {
            throw new StartFailedException($"The schedule '{text}' of '{functionName}' is not 'second minute hour day month weekday': {error.Message}", inner: error);
        }
    }

    /// <summary>The first occurrence after a moment.</summary>
    /// <returns><see cref="DateTimeOffset.MaxValue"/> where there is none, as for 30 February.</returns>
    public DateTimeOffset Next(DateTimeOffset after) => _cron.GetNextOccurrence(after, TimeZoneInfo.Utc) ?? DateTimeOffset.MaxValue;
}
