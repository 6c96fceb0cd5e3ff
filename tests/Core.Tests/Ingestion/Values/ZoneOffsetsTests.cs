using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Tests.Ingestion.Values;

public sealed class ZoneOffsetsTests
{
    private const long QuarterHourMicros = 900_000_000;
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(QuarterHourMicros)]
    [InlineData(-QuarterHourMicros)]
    [InlineData(QuarterHourMicros * 4096)]
    [InlineData(QuarterHourMicros * 4097)]
    public void ToUtc_FirstTimeAroundTheEpoch_IsTheOffsetOfTheZone(long localMicros) =>
        Assert.Equal(Expected(Shanghai, localMicros), new ZoneOffsets(Shanghai).ToUtc(localMicros));

    [Fact]
    public void ToUtc_TimesInAnyOrder_AreThoseOfTheZone() =>
        Prop.ForAll<int[]>(times =>
        {
            var zone = new ZoneOffsets(Berlin);
            // Minutes of a few decades, with collisions of slots among them.
            return times.Select(time => (time % 20_000_000) * 60_000_000L).All(micros => zone.ToUtc(micros) == Expected(Berlin, micros));
        }).QuickCheckThrowOnFailure();

    private static long Expected(TimeZoneInfo zone, long localMicros)
    {
        var local = new DateTime(DateTime.UnixEpoch.Ticks + (localMicros * TimeSpan.TicksPerMicrosecond), DateTimeKind.Unspecified);
        return localMicros - (zone.GetUtcOffset(local).Ticks / TimeSpan.TicksPerMicrosecond);
    }
}
