using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Tests.Ingestion.Values;

public sealed class NumberParserTests
{
    [Theory]
    [InlineData("12.5", 125_000)]
    [InlineData("-12.5", -125_000)]
    [InlineData("12.5-", -125_000)]
    [InlineData("(1,234.50)", -12_345_000)]
    [InlineData("1,234", 12_340_000)]
    [InlineData("1,23,456.7", 1_234_567_000)]
    [InlineData("£40.00", 400_000)]
    [InlineData("-$40", -400_000)]
    [InlineData("$-40", -400_000)]
    [InlineData("USD 1 234.5", 12_345_000)]
    [InlineData("12,345.6 EUR", 123_456_000)]
    [InlineData("1'234.50", 12_345_000)]
    [InlineData("1 234.50", 12_345_000)]
    [InlineData("12 345 678.5", 123_456_785_000)]
    [InlineData("49.-", 490_000)]
    [InlineData("'1,012.00", 10_120_000)]
    [InlineData("'-12.00", -120_000)]
    [InlineData("CHF 12.-", 120_000)]
    [InlineData("-49.-", -490_000)]
    [InlineData("−7", -70_000)]
    [InlineData("+7", 70_000)]
    [InlineData("1.5e3", 15_000_000)]
    [InlineData("1E-3", 10)]
    [InlineData(".5", 5_000)]
    [InlineData("5.", 50_000)]
    [InlineData("￥99", 990_000)]
    [InlineData("0.30000000000000004", 3_000)]
    [InlineData("0.00005", 0)]
    [InlineData("0.00015", 2)]
    [InlineData("0.000150000000000000000000000000000000001", 2)]
    [InlineData("0.00025", 2)]
    [InlineData("0.000250000000000000000000000000000000001", 3)]
    public void TryParse_PointStyle_GivesExactMoney(string text, long tenThousandths) =>
        Assert.Equal(tenThousandths, MoneyOf(text, DecimalStyle.Point));

    [Theory]
    [InlineData("12,5", 125_000)]
    [InlineData("1.234,50 €", 12_345_000)]
    [InlineData("1.234.567", 12_345_670_000)]
    [InlineData("-1 234,5", -12_345_000)]
    [InlineData("12,-", 120_000)]
    public void TryParse_CommaStyle_GivesExactMoney(string text, long tenThousandths) =>
        Assert.Equal(tenThousandths, MoneyOf(text, DecimalStyle.Comma));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("abc")]
    [InlineData("1.2.3")]
    [InlineData("1,23")]
    [InlineData("12,34,56")]
    [InlineData("--1")]
    [InlineData("(-1)")]
    [InlineData("1-2")]
    [InlineData("12 50")]
    [InlineData("3 4.5")]
    [InlineData("1 2 3")]
    [InlineData("1234 567")]
    [InlineData("1 234 56.7")]
    [InlineData("1.5 000")]
    [InlineData("12 pieces")]
    [InlineData("0x10")]
    [InlineData("1e")]
    [InlineData("e5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void TryParse_NoNumber_IsInvalid(string text)
    {
        var evidence = NumberEvidence.None;
        Assert.Equal(NumberStatus.Invalid, NumberParser.TryParse(Encoding.UTF8.GetBytes(text), DecimalStyle.Point, out _, ref evidence));
    }

    [Theory]
    [InlineData("1,50", NumberEvidence.Comma)]
    [InlineData("1.50", NumberEvidence.Point)]
    [InlineData("1.234,5", NumberEvidence.Comma)]
    [InlineData("1,234.5", NumberEvidence.Point)]
    [InlineData("1,234", NumberEvidence.CommaOrGroup)]
    [InlineData("$1,234", NumberEvidence.Point)]
    [InlineData("€1,234", NumberEvidence.CommaOrGroup)]
    [InlineData("1.234E+03", NumberEvidence.Point)]
    [InlineData("1,234e3", NumberEvidence.Comma)]
    [InlineData("1.234", NumberEvidence.PointOrGroup)]
    [InlineData("-1.234", NumberEvidence.PointOrGroup)]
    [InlineData("1,2,3", NumberEvidence.None)]
    [InlineData("03.04.2026", NumberEvidence.None)]
    [InlineData("49.-", NumberEvidence.None)]
    [InlineData("0,234", NumberEvidence.Comma)]
    [InlineData("1,234,567", NumberEvidence.Point)]
    [InlineData("17", NumberEvidence.None)]
    public void TryParse_Separators_TellTheStyleInEitherStyle(string text, NumberEvidence expected)
    {
        foreach (DecimalStyle style in Enum.GetValues<DecimalStyle>())
        {
            var evidence = NumberEvidence.None;
            _ = NumberParser.TryParse(Encoding.UTF8.GetBytes(text), style, out _, ref evidence);
            Assert.Equal(expected, evidence);
        }
    }

    [Fact]
    public void TryParse_AnyDecimal_RoundsHalfToEvenAtFourPlaces() =>
        Prop.ForAll<int, int, byte>((high, low, scale) =>
        {
            decimal value = new(low, high, 0, (high ^ low) < 0, (byte)(9 + (scale % 9)));
            return MoneyOf(value.ToString(CultureInfo.InvariantCulture), DecimalStyle.Point) == (long)(decimal.Round(value, 4, MidpointRounding.ToEven) * 10_000);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryMultiply_AnyFactors_IsExact() =>
        Prop.ForAll<int, short, byte>((digits, quantity, scale) =>
        {
            decimal price = new(Math.Abs((long)digits) is var size ? (int)(size & int.MaxValue) : 0, 0, 0, digits < 0, (byte)(scale % 12));
            var evidence = NumberEvidence.None;
            _ = NumberParser.TryParse(Encoding.UTF8.GetBytes(price.ToString(CultureInfo.InvariantCulture)), DecimalStyle.Point, out ExactNumber exact, ref evidence);
            bool fits = ExactNumber.TryMultiply(exact, new ExactNumber(quantity, 0), out long money, out _);
            return fits && money == (long)(decimal.Round(price * quantity, 4, MidpointRounding.ToEven) * 10_000);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("100000000000.0000", true)]
    [InlineData("100000000000000", false)]
    [InlineData("100000000000.0001", false)]
    [InlineData("1e20", false)]
    public void TryToMoney_KnowsItsLimit(string text, bool fits)
    {
        var evidence = NumberEvidence.None;
        Assert.Equal(NumberStatus.Valid, NumberParser.TryParse(Encoding.UTF8.GetBytes(text), DecimalStyle.Point, out ExactNumber number, ref evidence));
        Assert.Equal(fits, number.TryToMoney(out _, out _));
    }

    [Fact]
    public void TryParse_HugeExponent_IsTooLarge()
    {
        var evidence = NumberEvidence.None;
        Assert.Equal(NumberStatus.TooLarge, NumberParser.TryParse("1e400"u8, DecimalStyle.Point, out _, ref evidence));
    }

    private static long MoneyOf(string text, DecimalStyle style)
    {
        var evidence = NumberEvidence.None;
        Assert.Equal(NumberStatus.Valid, NumberParser.TryParse(Encoding.UTF8.GetBytes(text), style, out ExactNumber number, ref evidence));
        Assert.True(number.TryToMoney(out long money, out _));
        return money;
    }
}
