using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Tests.Ingestion.Values;

public sealed class InstantParserTests
{
    [Theory]
    [InlineData("2026-04-03", "2026-04-03T00:00:00")]
    [InlineData("2026-04-03 12:34:56", "2026-04-03T12:34:56")]
    [InlineData("2026-04-03T12:34:56Z", "2026-04-03T12:34:56")]
    [InlineData("2026-04-03T12:34:56.123456789+02:00", "2026-04-03T10:34:56.123456")]
    [InlineData("2026-04-03T12:34-0530", "2026-04-03T18:04:00")]
    [InlineData("2026-4-3 9:05", "2026-04-03T09:05:00")]
    [InlineData("2026/04/03 9:05 PM", "2026-04-03T21:05:00")]
    [InlineData("12/25/2026 12:00 AM", "2026-12-25T00:00:00")]
    [InlineData("4/3/2026, 8:26:00\u202FAM", "2026-04-03T08:26:00")]
    [InlineData("4/3/2026, 8:26:00\u00A0PM", "2026-04-03T20:26:00")]
    [InlineData("2026-04-03, 12:26:00 a.m.", "2026-04-03T00:26:00")]
    [InlineData("2026-04-03 8:26 p.m. +02:00", "2026-04-03T18:26:00")]
    [InlineData("4/3/2026, 8:26:00 p.\u00A0m.", "2026-04-03T20:26:00")]
    [InlineData("20260403", "2026-04-03T00:00:00")]
    [InlineData("20260403123456", "2026-04-03T12:34:56")]
    [InlineData("20260403T123456Z", "2026-04-03T12:34:56")]
    [InlineData("3-Apr-2026", "2026-04-03T00:00:00")]
    [InlineData("Apr 3, 2026 10:00", "2026-04-03T10:00:00")]
    [InlineData("Fri, 03 Apr 2026 10:00:00 GMT", "2026-04-03T10:00:00")]
    [InlineData("2026年4月3日 10:00", "2026-04-03T10:00:00")]
    [InlineData("1775212496", "2026-04-03T10:34:56")]
    [InlineData("1775212496.5", "2026-04-03T10:34:56.5")]
    [InlineData("1775212496123", "2026-04-03T10:34:56.123")]
    [InlineData("1775212496123456", "2026-04-03T10:34:56.123456")]
    [InlineData("4/3/26", "2026-04-03T00:00:00")]
    [InlineData(" 2026-04-03 ", "2026-04-03T00:00:00")]
    public void TryParse_FormsInUse_AreRead(string text, string expected) =>
        Assert.Equal(Micros(expected), Parsed(new InstantParser(DayMonthOrder.MonthFirst, TimeZoneInfo.Utc), text));

    [Theory]
    [InlineData("")]
    [InlineData("2026-02-30")]
    [InlineData("2026-13-01")]
    [InlineData("0000-00-00")]
    [InlineData("2026-04-03 25:00")]
    [InlineData("2026-04-03 10:60")]
    [InlineData("2026-04-03x")]
    [InlineData("2026-04")]
    [InlineData("12345")]
    [InlineData("yesterday")]
    [InlineData("3/4")]
    [InlineData("3/4-2026")]
    [InlineData("13:00 PM")]
    [InlineData("2026-04-03 13:00\u202FPM")]
    [InlineData("2026-04-03 8:26 p.")]
    [InlineData("2026-04-03 8:26 a.may")]
    public void TryParse_NoDate_IsRefused(string text) =>
        Assert.False(new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.Utc).TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("03/04/2026", DateEvidence.Ambiguous)]
    [InlineData("04.04.2026", DateEvidence.None)]
    [InlineData("13/04/2026", DateEvidence.DayFirst)]
    [InlineData("04/13/2026", DateEvidence.MonthFirst)]
    [InlineData("13/13/2026", DateEvidence.None)]
    [InlineData("2026-04-13", DateEvidence.None)]
    public void Evidence_TellsTheOrderWhateverIsAssumed(string text, DateEvidence expected)
    {
        foreach (DayMonthOrder order in Enum.GetValues<DayMonthOrder>())
        {
            var parser = new InstantParser(order, TimeZoneInfo.Utc);
            _ = parser.TryParse(Encoding.UTF8.GetBytes(text), out _);
            Assert.Equal(expected, parser.Evidence);
        }
    }

    [Fact]
    public void TryParse_IsoOfAnyInstant_RoundTrips() =>
        Prop.ForAll<int, int>((days, seconds) =>
        {
            DateTime instant = DateTime.UnixEpoch.AddDays(days % 20_000).AddSeconds(seconds % 86_400).AddMicroseconds(days % 1000);
            long expected = (instant - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            return Parsed(new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.Utc), instant.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture)) == expected
                && Parsed(new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.Utc), instant.ToString("dd/MM/yyyy HH:mm:ss.ffffff", CultureInfo.InvariantCulture)) == expected;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2026-01-15 12:00", "2026-01-15T11:00:00")]
    [InlineData("2026-07-15 12:00", "2026-07-15T10:00:00")]
    [InlineData("2026-07-15T12:00:00+00:00", "2026-07-15T12:00:00")]
    [InlineData("2026-10-25 02:30", "2026-10-25T01:30:00")]
    public void TryParse_LocalTime_IsTakenInTheZone(string text, string utc) =>
        Assert.Equal(Micros(utc), Parsed(new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")), text));

    [Fact]
    public void TryParse_GivenFormats_AreTheOnlyOnes()
    {
        var parser = new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.Utc, ["dd.MM.yyyy HH'h'mm"]);
        Assert.Equal(Micros("2026-04-03T10:05:00"), Parsed(parser, "03.04.2026 10h05"));
        Assert.False(parser.TryParse("2026-04-03"u8, out _));
    }

    [Fact]
    public void TryParse_GivenFormatWithOffset_DoesNotTakeTheZone()
    {
        var parser = new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), ["yyyy-MM-dd HH:mm zzz"]);
        Assert.Equal(Micros("2026-04-03T10:05:00"), Parsed(parser, "2026-04-03 10:05 +00:00"));
        Assert.Equal(Micros("2026-04-03T08:05:00"), Parsed(parser, "2026-04-03 10:05 +02:00"));
    }

    [Theory]
    [InlineData("u", "2026-04-03 10:05:00Z")]
    [InlineData("r", "Fri, 03 Apr 2026 10:05:00 GMT")]
    [InlineData("o", "2026-04-03T12:05:00.0000000+02:00")]
    public void TryParse_GivenUniversalFormat_DoesNotTakeTheZone(string format, string text) =>
        Assert.Equal(Micros("2026-04-03T10:05:00"), Parsed(new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), [format]), text));

    [Theory]
    [InlineData("46115.5", "2026-04-03T10:00:00")]
    [InlineData("46115,5", "2026-04-03T10:00:00")]
    [InlineData("03.04.2026", "2026-04-02T22:00:00")]
    [InlineData("20260403", "2026-04-02T22:00:00")]
    public void TryParse_SpreadsheetDateBesideFormats_IsLocal(string text, string utc)
    {
        var parser = new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), ["Excel", "dd.MM.yyyy", "yyyyMMdd"]);
        Assert.Equal(Micros(utc), Parsed(parser, text));
        Assert.False(parser.TryParse("2026-04-03"u8, out _));
    }

    [Fact]
    public void TryParse_SpreadsheetDatesAlone_AreTheOnlyOnes()
    {
        var parser = new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.Utc, ["excel"]);
        Assert.Equal(Micros("2023-03-15T00:00:00"), Parsed(parser, " 45000 "));
        Assert.False(parser.TryParse("2026-04-03 10:00:00"u8, out _));
        Assert.False(parser.TryParse("1775212496"u8, out _));
    }

    [Fact]
    public void TryParse_SpreadsheetDateBesideAnOffset_IsLocalStill()
    {
        var parser = new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), ["excel", "yyyy-MM-dd HH:mm zzz"]);
        Assert.Equal(Micros("2026-04-03T10:00:00"), Parsed(parser, "46115.5"));
        Assert.Equal(Micros("2026-04-03T08:05:00"), Parsed(parser, "2026-04-03 10:05 +02:00"));
    }

    private static long Parsed(InstantParser parser, string text)
    {
        Assert.True(parser.TryParse(Encoding.UTF8.GetBytes(text), out long micros), text);
        return micros;
    }

    private static long Micros(string iso) =>
        (DateTime.ParseExact(iso, "yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
