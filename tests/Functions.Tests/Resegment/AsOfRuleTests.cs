using System.Globalization;
using ServerlessSeg.Functions.Resegment;

namespace ServerlessSeg.Functions.Tests.Resegment;

public sealed class AsOfRuleTests
{
    [Theory]
    [InlineData("2026-10-31", "2026-10-12", true)]
    [InlineData("2026-10-31", "2026-11-28", true)]
    [InlineData("2026-12-31", "2025-12-24", true)]
    [InlineData("2027-01-24", "2025-12-24", true)]
    [InlineData("2027-01-25", "2025-12-24", false)]
    [InlineData("2097-12-31", "2026-10-12", false)]
    public void LedgerComplaint_OfADateFarBehindTheLedger(string asOf, string lastDay, bool isFine)
    {
        string? complaint = AsOfRule.LedgerComplaint(Date(asOf), Date(lastDay));
        Assert.Equal(isFine, complaint is null);
        if (complaint is not null)
            Assert.Contains($"\"asOf\":\"{lastDay}\"", complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-29T12:00:00Z", "UTC", "2026-11-29")]
    [InlineData("2026-11-29T20:00:00Z", "Asia/Shanghai", "2026-11-30")]
    [InlineData("2026-11-29T03:00:00Z", "America/New_York", "2026-11-29")]
    public void Today_IsTheLaterOfUtcAndTheTimeZone(string now, string timeZone, string expected) => Assert.Equal(
        Date(expected), AsOfRule.Today(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), timeZone));

    [Fact]
    public void FutureComplaint_BeginsTheDayAfterToday()
    {
        Assert.Null(AsOfRule.FutureComplaint(Date("2026-11-29"), Date("2026-11-29")));
        Assert.NotNull(AsOfRule.FutureComplaint(Date("2026-11-30"), Date("2026-11-29")));
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
