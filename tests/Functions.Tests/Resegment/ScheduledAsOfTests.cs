using System.Globalization;
using ServerlessSeg.Functions.Resegment;

namespace ServerlessSeg.Functions.Tests.Resegment;

public sealed class ScheduledAsOfTests
{
    [Theory]
    [InlineData("0 0 3 1 * *", "2026-11-01T03:00:00Z", "2026-10-31")]
    [InlineData("0 0 3 1 * *", "2026-11-01T02:59:50Z", "2026-10-31")]
    [InlineData("0 0 3 1 * *", "2026-11-01T02:00:00Z", "2026-09-30")]
    [InlineData("0 0 3 1 * *", "2026-11-22T12:00:00Z", "2026-10-31")]
    [InlineData("0 0 3 * * *", "2026-11-22T12:00:00Z", "2026-11-21")]
    [InlineData("*/5 * * * * *", "2026-11-22T12:00:00Z", "2026-11-21")]
    [InlineData("0 0 0 29 2 *", "2026-11-22T12:00:00Z", "2024-02-28")]
    public void For_IsTheDayBeforeTheScheduleWasDue(string schedule, string now, string expected) => Assert.Equal(
        DateOnly.ParseExact(expected, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        ScheduledAsOf.For(schedule, DateTimeOffset.Parse(now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)));
}
