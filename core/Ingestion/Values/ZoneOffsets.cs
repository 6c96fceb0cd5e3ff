namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>
/// Turns local times of one time zone into UTC. A time that a clock change repeats is taken as standard time. Offsets are
/// remembered per quarter of an hour, the finest grain at which zones change. Not thread-safe.
/// </summary>
internal sealed class ZoneOffsets(TimeZoneInfo zone)
{
    private const long QuarterHour = 900 * CivilDate.MicrosPerSecond;
    private const int Slots = 4096;
    private readonly long[] quarters = [.. Enumerable.Repeat(long.MinValue, Slots)];
    private readonly long[] offsets = new long[Slots];

    /// <summary>Whether local times are UTC already.</summary>
    public bool IsUtc { get; } = zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime;

    /// <summary>UTC microseconds of a local time given as if it were UTC.</summary>
    public long ToUtc(long localMicros)
    {
        if (IsUtc)
            return localMicros;
        long quarter = Math.DivRem(localMicros, QuarterHour, out long rest) - (rest < 0 ? 1 : 0);
        int slot = (int)(quarter & (Slots - 1));
        if (quarters[slot] != quarter)
        {
            offsets[slot] = OffsetAt(localMicros);
            quarters[slot] = quarter;
        }
        return localMicros - offsets[slot];
    }

    private long OffsetAt(long localMicros)
    {
        var local = new DateTime(DateTime.UnixEpoch.Ticks + localMicros * TimeSpan.TicksPerMicrosecond, DateTimeKind.Unspecified);
        return zone.GetUtcOffset(local).Ticks / TimeSpan.TicksPerMicrosecond;
    }
}
