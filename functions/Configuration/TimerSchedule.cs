using System.Globalization;
using System.Text.RegularExpressions;
using NCrontab;

namespace ServerlessSeg.Functions.Configuration;

/// <summary>
/// A schedule of six fields in UTC: second, minute, hour, day, month, weekday. It is read by NCrontab, as the platform's timer reads it;
/// what that library takes in another sense than the usual dialects of cron, or silently mends, is refused.
/// </summary>
public sealed partial class TimerSchedule
{
    // A leap day can be eight years away.
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays((366 * 8) + 1);

    private static readonly (string Name, int Low, int High)[] Fields =
        [("second", 0, 59), ("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 6)];

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly CrontabSchedule _schedule;

    private TimerSchedule(CrontabSchedule schedule) => _schedule = schedule;

    /// <summary>Reads a schedule.</summary>
    /// <param name="text">Six fields; each is <c>*</c>, values or ranges from low to high, separated by commas, perhaps with a step: <c>1-5/2</c>.</param>
    /// <param name="schedule">The schedule, or null.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? TryParse(string text, out TimerSchedule? schedule)
    {
        ArgumentNullException.ThrowIfNull(text);
        schedule = null;
        string[] fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (fields.Length != Fields.Length)
            return $"it has {fields.Length} fields and not six (second minute hour day month weekday)";
        for (int i = 0; i < fields.Length; i++)
        {
            foreach (string part in fields[i].Split(','))
            {
                if (Complaint(part, i) is { } complaint)
                    return complaint;
            }
        }
        if (CrontabSchedule.TryParse(string.Join(' ', fields), new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is not { } read)
            return "the platform's timer cannot read it";
        var parsed = new TimerSchedule(read);
        DateTime leapYear = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        if (parsed.LastWithin(leapYear, leapYear + LongestPeriod) is null)
            return "it is never due";
        schedule = parsed;
        return null;
    }

    /// <summary>Reads a schedule that was validated.</summary>
    /// <exception cref="FormatException">It cannot be used.</exception>
    public static TimerSchedule Parse(string text) =>
        TryParse(text, out TimerSchedule? schedule) is { } problem ? throw new FormatException($"The schedule '{text}' cannot be used: {problem}.") : schedule!;

    /// <summary>The latest moment in UTC that was due at or before <paramref name="to"/>.</summary>
    /// <exception cref="InvalidOperationException">There was none in the eight years before.</exception>
    public DateTime LastDue(DateTime to)
    {
        // Looking back in growing steps keeps a schedule of every second as cheap as one of every year.
        for (TimeSpan back = TimeSpan.FromMinutes(1); ; back *= 4)
        {
            if (LastWithin(to - back, to) is { } due)
                return due;
            if (back > LongestPeriod)
                throw new InvalidOperationException("The schedule was not due within the last eight years.");
        }
    }

    private DateTime? LastWithin(DateTime from, DateTime to)
    {
        DateTime? last = null;
        // The library leaves both ends out.
        foreach (DateTime due in _schedule.GetNextOccurrences(from.AddTicks(-1), to.AddTicks(1)))
            last = due;
        return last;
    }

    private static string? Complaint(string part, int field)
    {
        (string name, int low, int high) = Fields[field];
        if (Part().Match(part) is not { Success: true } match)
            return $"'{part}' is no {name}: write *, {low} to {high}, a range such as {low}-{high}, or either with a step such as */{high}";
        if (match.Groups["step"] is { Success: true } step && (!int.TryParse(step.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int every) || every < 1 || every > high))
            return $"the step in '{part}' must lie between 1 and {high}";
        if (!match.Groups["from"].Success)
            return null;
        if (!TryValue(match.Groups["from"].Value, field, out int from))
            return $"'{match.Groups["from"].Value}' is no {name}: it must lie between {low} and {high}";
        if (!match.Groups["to"].Success)
            return null;
        if (!TryValue(match.Groups["to"].Value, field, out int to))
            return $"'{match.Groups["to"].Value}' is no {name}: it must lie between {low} and {high}";
        return from > to ? $"the range '{part}' runs backwards, which timers read differently: write its two parts, such as {part.Split('-')[0]}-{high},{low}-{match.Groups["to"].Value}" : null;
    }

    private static bool TryValue(string text, int field, out int value)
    {
        (_, int low, int high) = Fields[field];
        string[] names = field switch { 4 => Months, 5 => Weekdays, _ => [] };
        int named = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0)
        {
            value = named + low;
            return true;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= low && value <= high;
    }

    [GeneratedRegex("^(?:\\*|(?<from>[0-9]{1,2}|[A-Za-z]{3})(?:-(?<to>[0-9]{1,2}|[A-Za-z]{3}))?)(?:/(?<step>[0-9]{1,2}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
