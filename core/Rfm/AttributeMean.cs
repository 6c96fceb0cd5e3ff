using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Rfm;

/// <summary>
/// The mean of a numeric attribute over a customer's lines. Numbers are added as whole numbers of a thousand-millionth, so that the mean
/// does not depend on their order. Values that are no numbers, or not below 10¹⁵ in size, do not count.
/// </summary>
internal struct AttributeMean
{
    private const int Decimals = 9;
    private const decimal Scale = 1_000_000_000;
    private const decimal Limit = 1_000_000_000_000_000;
    private const int LongestNumber = 64;

    private Int128 _sum;
    private int _count;

    /// <summary>The mean; NaN without any number.</summary>
    public readonly double Value => _count == 0 ? double.NaN : (double)_sum / (double)Scale / _count;

    /// <summary>Counts a value as the export wrote it, with or without a percent sign.</summary>
    public void Add(string? text)
    {
        if (text is null || !TryParse(text, out decimal value) || Math.Abs(value) >= Limit)
            return;
        _sum += (Int128)(Math.Round(value, Decimals) * Scale);
        _count++;
    }

    // The ledger keeps attributes as they were written, so the value itself must tell: its last point or comma is the decimal separator.
    private static bool TryParse(string text, out decimal value)
    {
        value = 0;
        ReadOnlySpan<char> digits = text.AsSpan().Trim().TrimEnd('%').TrimEnd();
        if (digits.Length is 0 or > LongestNumber)
            return false;
        DecimalStyle style = digits.LastIndexOf(',') > digits.LastIndexOf('.') ? DecimalStyle.Comma : DecimalStyle.Point;
        Span<byte> utf8 = stackalloc byte[4 * LongestNumber];
        ReadOnlySpan<byte> written = utf8[..Encoding.UTF8.GetBytes(digits, utf8)];
        return (TryParse(written, style, out ExactNumber number)
            || TryParse(written, style == DecimalStyle.Comma ? DecimalStyle.Point : DecimalStyle.Comma, out number)) && number.TryToDecimal(out value);
    }

    private static bool TryParse(ReadOnlySpan<byte> text, DecimalStyle style, out ExactNumber number)
    {
        NumberEvidence evidence = default;
        return NumberParser.TryParse(text, style, out number, ref evidence) == NumberStatus.Valid;
    }
}
