namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>
/// Turns local times of one time zone into UTC. A time that a clock change repeats is taken as standard time. Offsets are
/// remembered per quarter of an hour, the finest grain at which zones change. Not thread-safe.
/// </summary>
internal sealed class ZoneOffsets
{
    private const long QuarterHour = 900 * CivilDate.MicrosPerSecond;
    private const int Slots = 4096;
    private readonly TimeZoneInfo zone;
    private readonly long[] quarters = new long[Slots];
    private readonly long[] offsets = new long[Slots];

    public ZoneOffsets(TimeZoneInfo zone)
    {
        this.zone = zone;
        IsUtc = zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime;
        // Quarter 0 belongs to the first slot alone, which is so marked as empty by a quarter of another; in the others 0 says it.
        quarters[0] = 1;
    }

    /// <summary>Whether local times are UTC already.</summary>
    public bool IsUtc { get; }

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
