using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Tests.Ingestion.Values;

public sealed class SerialDateTests
{
    private static readonly DateTime Origin = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    [Theory]
    [InlineData("45000", "2023-03-15T00:00:00")]
    [InlineData("45000.5", "2023-03-15T12:00:00")]
    [InlineData("45000,75", "2023-03-15T18:00:00")]
    [InlineData("25569", "1970-01-01T00:00:00")]
    [InlineData("61", "1900-03-01T00:00:00")]
    [InlineData("2958465", "9999-12-31T00:00:00")]
    [InlineData("2958465.99999", "9999-12-31T23:59:59")]
    [InlineData("60.999999999", null)]
    [InlineData("45000.354166666664", "2023-03-15T08:30:00")]
    [InlineData("45000.3541666666715173", "2023-03-15T08:30:00")]
    [InlineData("45000.99999999", "2023-03-16T00:00:00")]
    [InlineData("45000.00015625", "2023-03-15T00:00:14")]
    [InlineData("45000.000156249999999999999999", "2023-03-15T00:00:13")]
    [InlineData("45000.000000000000000000000000000001", "2023-03-15T00:00:00")]
    [InlineData("45000.0000000000000000000000000000001", null)]
    [InlineData("60", null)]
    [InlineData("0", null)]
    [InlineData("-45000", null)]
    [InlineData("045000", null)]
    [InlineData("2958466", null)]
    [InlineData("2958465.999999", null)]
    [InlineData("20230315", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("45000.", null)]
    [InlineData("45000.5.5", null)]
    [InlineData("45,000.5", null)]
    [InlineData("45,000", null)]
    [InlineData("4.5E4", null)]
    [InlineData("45000x", null)]
    [InlineData("", null)]
    public void TryParse_DayNumbers_AreReadToTheSecond(string text, string? expected)
    {
        bool isDate = SerialDate.TryParse(Encoding.UTF8.GetBytes(text), out long micros);
        Assert.Equal(expected, isDate ? DateTime.UnixEpoch.AddMicroseconds(micros).ToString("s", CultureInfo.InvariantCulture) : null);
    }

    [Fact]
    public void TryParse_EverySecondAsADouble_ComesBack() =>
        Prop.ForAll(Gen.Choose(61, 2_958_465).ToArbitrary(), Gen.Choose(0, 86_399).ToArbitrary(), static (day, second) =>
        {
            string text = (day + (second / 86_400.0)).ToString("R", CultureInfo.InvariantCulture);
            long expected = (Origin.AddDays(day).AddSeconds(second) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            return SerialDate.TryParse(Encoding.UTF8.GetBytes(text), out long micros) && micros == expected;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("20000", true)]
    [InlineData("80000.5", true)]
    [InlineData(" 45000.25 ", true)]
    [InlineData("19999", false)]
    [InlineData("80001", false)]
    [InlineData("450000", false)]
    [InlineData("4500", false)]
    [InlineData("45000-1", false)]
    [InlineData("", false)]
    public void Resembles_FiveDigitsOfOurTime_Only(string text, bool expected) => Assert.Equal(expected, SerialDate.Resembles(Encoding.UTF8.GetBytes(text)));
}
