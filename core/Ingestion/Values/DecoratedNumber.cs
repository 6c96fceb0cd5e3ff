namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>The slow path of <see cref="NumberParser"/>: everything beyond an optional minus, digits and one separator.</summary>
internal static class DecoratedNumber
{
    private const int MaxLength = 96;

    public static NumberStatus TryParse(ReadOnlySpan<byte> text, DecimalStyle style, out ExactNumber number, ref NumberEvidence evidence)
    {
        number = default;
        text = NumberDecoration.Strip(text, out bool negative, out ReadOnlySpan<byte> unit);
        if (text.IsEmpty || text.Length > MaxLength)
            return NumberStatus.Invalid;
        int length = text.Length;
        if (!TrySplitExponent(ref text, out int exponent))
            return NumberStatus.Invalid;
        bool hasExponent = text.Length < length;
        Span<byte> plain = stackalloc byte[MaxLength];
        length = WithoutBlanks(text, plain);
        plain = plain[..Math.Max(length, 0)];
        NumberEvidence found = EvidenceOf(plain);
        // Nobody groups the digits before an exponent, or those of dollars by anything but a comma.
        if (hasExponent && found is NumberEvidence.PointOrGroup or NumberEvidence.CommaOrGroup)
            found = found == NumberEvidence.PointOrGroup ? NumberEvidence.Point : NumberEvidence.Comma;
        else if (found == NumberEvidence.CommaOrGroup && IsOfCommas(unit))
            found = NumberEvidence.Point;
        else if (found == NumberEvidence.PointOrGroup && IsOfPoints(unit))
            found = NumberEvidence.Comma;
        DecimalStyle written = found switch
        {
            NumberEvidence.Point => DecimalStyle.Point,
            NumberEvidence.Comma => DecimalStyle.Comma,
            _ => style,
        };
        // What is no number in either style, such as a date, says nothing about numbers.
        if (length <= 0 || !HasValidGroups(plain, written))
            return NumberStatus.Invalid;
        evidence |= found;
        if (written != style)
            return NumberStatus.Invalid;
        return Accumulate(plain, style == DecimalStyle.Comma ? (byte)',' : (byte)'.', exponent, negative, out number);
    }

    private static bool IsOfCommas(ReadOnlySpan<byte> unit) =>
        unit.SequenceEqual("$"u8) || unit.SequenceEqual("£"u8) || unit.SequenceEqual("₹"u8) || unit.SequenceEqual("¥"u8) || unit.SequenceEqual("￥"u8) || unit.SequenceEqual("NT$"u8) || unit.SequenceEqual("HK$"u8)
        || unit.SequenceEqual("US$"u8) || unit.SequenceEqual("S$"u8) || unit.SequenceEqual("A$"u8) || unit.SequenceEqual("AU$"u8) || unit.SequenceEqual("NZ$"u8) || unit.SequenceEqual("Rs"u8) || unit.SequenceEqual("Rs."u8);

    // Nobody writes decimals of these.
    private static bool IsOfPoints(ReadOnlySpan<byte> unit) =>
        unit.SequenceEqual("Rp"u8) || unit.SequenceEqual("Rp."u8) || unit.SequenceEqual("₫"u8) || unit.SequenceEqual("đ"u8) || unit.SequenceEqual("₲"u8);

    /// <summary>What the separators say; the digits around them must make sense in one style only.</summary>
    private static NumberEvidence EvidenceOf(ReadOnlySpan<byte> plain)
    {
        int point = plain.LastIndexOf((byte)'.');
        int comma = plain.LastIndexOf((byte)',');
        if (point >= 0 && comma >= 0)
            return point > comma ? NumberEvidence.Point : NumberEvidence.Comma;
        int separator = Math.Max(point, comma);
        if (separator < 0)
            return NumberEvidence.None;
        bool isPoint = point >= 0;
        if (plain.IndexOf(plain[separator]) != separator)
            return isPoint ? NumberEvidence.Comma : NumberEvidence.Point;
        int decimals = plain.Length - 1 - separator;
        bool mayGroup = decimals == 3 && separator is >= 1 and <= 3 && plain[0] != (byte)'0';
        if (mayGroup)
            return isPoint ? NumberEvidence.PointOrGroup : NumberEvidence.CommaOrGroup;
        if (decimals == 0)
            return NumberEvidence.None;
        return isPoint ? NumberEvidence.Point : NumberEvidence.Comma;
    }

    private static bool HasValidGroups(ReadOnlySpan<byte> plain, DecimalStyle style)
    {
        byte group = style == DecimalStyle.Comma ? (byte)'.' : (byte)',';
        int separator = plain.IndexOf(style == DecimalStyle.Comma ? (byte)',' : (byte)'.');
        ReadOnlySpan<byte> whole = separator < 0 ? plain : plain[..separator];
        if (separator >= 0 && plain[(separator + 1)..].Contains(group))
            return false;
        int last = whole.LastIndexOf(group);
        if (last < 0)
            return true;
        if (whole.Length - 1 - last != 3 || whole[0] == group)
            return false;
        // Indian grouping has two digits in every group but the last.
        for (int at = whole[..last].LastIndexOf(group), end = last; at >= 0; end = at, at = whole[..at].LastIndexOf(group))
        {
            if (end - at - 1 is not (2 or 3))
                return false;
        }
        return true;
    }

    private static NumberStatus Accumulate(ReadOnlySpan<byte> plain, byte separator, int exponent, bool negative, out ExactNumber number)
    {
        number = default;
        Int128 digits = 0;
        int kept = 0;
        int decimals = 0;
        int surplus = 0;
        bool inDecimals = false;
        bool anyDigit = false;
        bool lost = false;
        foreach (byte symbol in plain)
        {
            uint digit = (uint)(symbol - '0');
            if (digit > 9)
            {
                inDecimals |= symbol == separator;
                continue;
            }
            anyDigit = true;
            if (kept < ExactNumber.MaxDigits - 1)
            {
                digits = digits * 10 + digit;
                kept += digits == 0 ? 0 : 1;
                decimals += inDecimals ? 1 : 0;
                continue;
            }
            lost |= digit != 0;
            surplus += inDecimals ? 0 : 1;
        }
        return anyDigit ? Finish(digits, decimals - surplus - exponent, lost, negative, out number) : NumberStatus.Invalid;
    }

    private static NumberStatus Finish(Int128 digits, int decimals, bool lost, bool negative, out ExactNumber number)
    {
        number = default;
        while (decimals < 0 && digits != 0)
        {
            if (digits >= LargestBeforeShift)
                return NumberStatus.TooLarge;
            digits *= 10;
            decimals++;
        }
        while (decimals > ExactNumber.MaxDigits && digits != 0)
        {
            (digits, Int128 rest) = Int128.DivRem(digits, 10);
            lost |= rest != 0;
            decimals--;
        }
        // A lost remainder must keep the number off the exact half, and off zero.
        if (lost && digits % 5 == 0)
            digits++;
        number = new ExactNumber(negative ? -digits : digits, Math.Clamp(decimals, 0, ExactNumber.MaxDigits));
        return NumberStatus.Valid;
    }

    private static Int128 LargestBeforeShift => (Int128)1_000_000_000_000_000_000 * 100_000_000_000;

    private static bool TrySplitExponent(ref ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        int at = text.IndexOfAny((byte)'e', (byte)'E');
        if (at < 0)
            return true;
        ReadOnlySpan<byte> power = text[(at + 1)..];
        bool negative = power.Length > 0 && power[0] == (byte)'-';
        if (power.Length > 0 && power[0] is (byte)'-' or (byte)'+')
            power = power[1..];
        if (power.Length is 0 or > 3 || at == 0)
            return false;
        foreach (byte symbol in power)
        {
            if (symbol is < (byte)'0' or > (byte)'9')
                return false;
            exponent = exponent * 10 + (symbol - '0');
        }
        exponent = negative ? -exponent : exponent;
        text = text[..at];
        return true;
    }

    /// <summary>Copies digits and separators, leaving out blanks and apostrophes that part groups of three; −1 when there is anything else.</summary>
    private static int WithoutBlanks(ReadOnlySpan<byte> text, Span<byte> plain)
    {
        int length = 0, group = 0;
        bool isGrouped = false, isBehindSeparator = false;
        for (int i = 0; i < text.Length; i++)
        {
            int blank = text[i] == (byte)'\'' ? 1 : NumberDecoration.BlankLength(text[i..]);
            bool isDigit = (uint)(text[i] - '0') <= 9;
            if (!isDigit && isGrouped && !isBehindSeparator && group != 3)
                return -1;
            if (blank > 0)
            {
                if (isBehindSeparator || group is 0 or > 3)
                    return -1;
                (isGrouped, group) = (true, 0);
                i += blank - 1;
                continue;
            }
            if (!isDigit && text[i] is not ((byte)'.' or (byte)','))
                return -1;
            isBehindSeparator |= !isDigit;
            group++;
            plain[length++] = text[i];
        }
        return isGrouped && !isBehindSeparator && group != 3 ? -1 : length;
    }
}
