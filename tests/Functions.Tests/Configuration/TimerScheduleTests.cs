using System.Globalization;
using ServerlessSeg.Functions.Configuration;

namespace ServerlessSeg.Functions.Tests.Configuration;

public sealed class TimerScheduleTests
{
    [Theory]
    [InlineData("0 0 3 1 * *")]
    [InlineData("*/5 * * * * *")]
    [InlineData("0  0 3 1 * *")]
    [InlineData("0 0 3 * * MON")]
    [InlineData("0 0 3 * * mon-fri")]
    [InlineData("0 0 3 1,15 jan,JUL *")]
    [InlineData("0 0 3 1-20/5 * *")]
    [InlineData("0 0 0 29 2 *")]
    public void TryParse_OfWhatEveryTimerReadsAlike_TakesIt(string text)
    {
        Assert.Null(TimerSchedule.TryParse(text, out TimerSchedule? schedule));
        Assert.NotNull(schedule);
    }

    [Theory]
    [InlineData("", "0 fields")]
    [InlineData("0 3 1 * *", "5 fields")]
    [InlineData("0 0 3 1 * * 2026", "7 fields")]
    [InlineData("@daily", "1 fields")]
    [InlineData("0 0 3 L * *", "'L' is no day")]
    [InlineData("0 0 3 15W * *", "'15W' is no day")]
    [InlineData("0 0 3 * * 1#2", "'1#2' is no weekday")]
    [InlineData("0 0 3 ? * *", "'?' is no day")]
    [InlineData("0 0 3 * * 7", "between 0 and 6")]
    [InlineData("0 0 3 * * 6-0", "runs backwards")]
    [InlineData("0 0 22-2 * * *", "runs backwards")]
    [InlineData("0 0 3 * * FRI-MON", "runs backwards")]
    [InlineData("60 0 3 * * *", "between 0 and 59")]
    [InlineData("0 0 24 * * *", "between 0 and 23")]
    [InlineData("0 0 3 0 * *", "between 1 and 31")]
    [InlineData("0 0 3 * 13 *", "between 1 and 12")]
    [InlineData("0 */0 * * * *", "step")]
    [InlineData("0 */60 * * * *", "step")]
    [InlineData("0 0 3 1, * *", "'' is no day")]
    [InlineData("0 0 3 * * M", "'M' is no weekday")]
    [InlineData("0 0 3 * * Monday", "'Monday' is no weekday")]
    [InlineData("0 0 -1 * * *", "'-1' is no hour")]
    [InlineData("0 0 3 30 2 *", "never due")]
    [InlineData("1.00:00:00", "1 fields")]
    public void TryParse_OfTheRest_SaysWhatIsWrong(string text, string problem)
    {
        Assert.Contains(problem, TimerSchedule.TryParse(text, out TimerSchedule? schedule), StringComparison.Ordinal);
        Assert.Null(schedule);
        Assert.Contains(new AppOptions { Schedule = text }.Validate(), error => error.StartsWith("RESEGMENT_SCHEDULE", StringComparison.Ordinal) && error.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0 0 3 1 * *", "2026-11-01T03:00:00Z", "2026-11-01T03:00:00Z")]
    [InlineData("0 0 3 1 * *", "2026-11-01T02:59:59Z", "2026-10-01T03:00:00Z")]
    [InlineData("*/5 * * * * *", "2026-11-22T12:00:04Z", "2026-11-22T12:00:00Z")]
    [InlineData("0 0 0 29 2 *", "2026-11-22T12:00:00Z", "2024-02-29T00:00:00Z")]
    [InlineData("0 0 3 1 1 MON", "2026-11-22T12:00:00Z", "2024-01-01T03:00:00Z")]
    public void LastDue_IsTheLatestMomentAtOrBefore(string schedule, string to, string expected) =>
        Assert.Equal(Utc(expected), TimerSchedule.Parse(schedule).LastDue(Utc(to)));

    private static DateTime Utc(string text) => DateTime.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
