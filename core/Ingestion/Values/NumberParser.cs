using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>
/// Reads amounts, prices and quantities as exports write them: signs in front or behind, parentheses for negatives, currency
/// signs, grouped thousands, exponents, decimal point or comma. Never rounds.
/// </summary>
public static class NumberParser
{
    private const int MaxPlainLength = 18;

    /// <summary>Reads a number in the given style and adds what it says about the style to <paramref name="evidence"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NumberStatus TryParse(ReadOnlySpan<byte> text, DecimalStyle style, out ExactNumber number, ref NumberEvidence evidence) =>
        TryParsePlain(text, style, out number, ref evidence) ? NumberStatus.Valid : DecoratedNumber.TryParse(text, style, out number, ref evidence);

    private static bool TryParsePlain(ReadOnlySpan<byte> text, DecimalStyle style, out ExactNumber number, ref NumberEvidence evidence)
    {
        number = default;
        byte separator = style == DecimalStyle.Comma ? (byte)',' : (byte)'.';
        bool negative = text.Length > 0 && text[0] == (byte)'-';
        int first = negative ? 1 : 0;
        int separatorAt = -1;
        long digits = 0;
        if (text.Length - first is 0 or > MaxPlainLength)
            return false;
        for (int i = first; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9)
                digits = digits * 10 + digit;
            else if (text[i] == separator && separatorAt < 0)
                separatorAt = i;
            else
                return false;
        }
        int decimals = separatorAt < 0 ? 0 : text.Length - 1 - separatorAt;
        if (separatorAt >= 0)
        {
            if (text.Length - first == 1)
                return false;
            if (decimals == 3 && separatorAt - first is >= 1 and <= 3 && text[first] != (byte)'0')
                evidence |= style == DecimalStyle.Comma ? NumberEvidence.CommaOrGroup : NumberEvidence.PointOrGroup;
            else if (decimals != 0)
                evidence |= style == DecimalStyle.Comma ? NumberEvidence.Comma : NumberEvidence.Point;
        }
        number = new ExactNumber(negative ? -digits : digits, decimals);
        return true;
    }
}
