using ServerlessSeg.LocalRuntime.Hosting;
using ServerlessSeg.LocalRuntime.Timers;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Timers;

public sealed class TimerScheduleTests
{
    private static readonly DateTimeOffset Leap = new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0 0 3 1 * *", "2024-03-01T03:00:00Z")]
    [InlineData("*/10 * * * * *", "2024-02-29T12:00:10Z")]
    [InlineData("0 30 9 * * 1-5", "2024-03-01T09:30:00Z")]
    [InlineData("0 0 0 29 2 *", "2028-02-29T00:00:00Z")]
    [InlineData("5 12 * * *", "2024-02-29T12:05:00Z")]
    public void Next_IsTheFirstOccurrenceInUtc(string schedule, string next) =>
        Assert.Equal(next, TimerSchedule.Parse(schedule, "F").Next(Leap).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("")]
    [InlineData("every day")]
    [InlineData("0 0 25 * * *")]
    public void Parse_OfNoSchedule_NamesTheFunction(string schedule) =>
        Assert.Contains("'F'", Assert.Throws<StartFailedException>(() => TimerSchedule.Parse(schedule, "F")).Message, StringComparison.Ordinal);
}
