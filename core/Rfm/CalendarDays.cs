namespace ServerlessSeg.Core.Rfm;

/// <summary>
/// Turns instants into calendar days of one time zone. A day is the number of whole days since 1970-01-01.
/// Not thread-safe: each worker has its own, since the offset of the last hour seen is remembered.
/// </summary>
public sealed class CalendarDays
{
    private const long MicrosPerDay = 86_400_000_000;
    private const long MicrosPerHour = 3_600_000_000;

    private readonly TimeZoneInfo? _zone;
    private long _cachedHour = long.MinValue;
    private long _cachedOffsetMicros;

    /// <summary>Days of <paramref name="zone"/>; UTC needs no look-up.</summary>
    public CalendarDays(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        _zone = zone.HasSameRules(TimeZoneInfo.Utc) ? null : zone;
    }

    /// <summary>The day on which an instant falls.</summary>
    /// <param name="micros">Microseconds since 1970-01-01T00:00:00Z.</param>
    public int Of(long micros)
    {
        (long days, long rest) = Math.DivRem(micros + OffsetMicros(micros), MicrosPerDay);
        return (int)(rest < 0 ? days - 1 : days);
    }

    /// <summary>The number of a date.</summary>
    public static int Of(DateOnly date) => date.DayNumber - EpochDayNumber;

    /// <summary>The date of a day number.</summary>
    public static DateOnly ToDate(int day) => DateOnly.FromDayNumber(day + EpochDayNumber);

    private static readonly int EpochDayNumber = new DateOnly(1970, 1, 1).DayNumber;

    private long OffsetMicros(long micros)
    {
        if (_zone is null)
            return 0;
        // Offsets change on whole quarter hours at the finest; an hour that holds a change is looked up line by line.
        (long hour, long rest) = Math.DivRem(micros, MicrosPerHour);
        if (rest < 0)
            hour--;
        if (hour == _cachedHour)
            return _cachedOffsetMicros;
        long offset = Lookup(micros);
        long start = hour * MicrosPerHour;
        if (Lookup(start) == offset && Lookup(start + MicrosPerHour - 1) == offset)
        {
            _cachedHour = hour;
            _cachedOffsetMicros = offset;
        }
        return offset;
    }

    private long Lookup(long micros) =>
        _zone!.GetUtcOffset(DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond)).Ticks / TimeSpan.TicksPerMicrosecond;
}
