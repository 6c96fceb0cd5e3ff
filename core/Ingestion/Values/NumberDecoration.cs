namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>Takes signs, parentheses, currency signs and blanks off a number.</summary>
internal static class NumberDecoration
{
    private static readonly byte[][] CurrencySigns =
        [.. CurrencyCodes.AllSigns.Where(static sign => !sign.StartsWith('人') && sign is not ("美元" or "欧元" or "英镑" or "日元" or "港币" or "港元")).OrderByDescending(static sign => sign.Length).Select(System.Text.Encoding.UTF8.GetBytes)];

    private static ReadOnlySpan<byte> MinusSign => "\u2212"u8;

    /// <summary>The currency sign or code that a number has; empty where it has none.</summary>
    public static ReadOnlySpan<byte> UnitOf(ReadOnlySpan<byte> text)
    {
        _ = Strip(text, out _, out ReadOnlySpan<byte> unit);
        return unit;
    }

    /// <summary>The bare number; empty when signs contradict each other.</summary>
    public static ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> text, out bool negative, out ReadOnlySpan<byte> unit)
    {
        int signs = 0;
        negative = false;
        unit = default;
        // What spreadsheets mark a text by.
        if (text.StartsWith((byte)'\''))
            text = text[1..];
        bool parentheses = false;
        while (!text.IsEmpty)
        {
            if (TakeBlank(ref text))
                continue;
            ReadOnlySpan<byte> currency = TakeCurrency(ref text);
            if (!currency.IsEmpty)
            {
                // A code says more than a sign beside it: -$5.00 USD
                unit = CurrencyCodes.IsKnown(unit) ? unit : currency;
                continue;
            }
            // A dash stands for no cents in 49.- and 49,-
            if (text is [.., (byte)'.' or (byte)',', (byte)'-'])
            {
                text = text[..^2];
                continue;
            }
            if (text[0] == (byte)'(' && text[^1] == (byte)')' && !parentheses)
            {
                parentheses = true;
                text = text[1..^1];
            }
            else if (TakeSign(ref text, out bool minus))
            {
                signs++;
                negative |= minus;
            }
            else
            {
                break;
            }
        }
        negative |= parentheses;
        return signs + (parentheses ? 1 : 0) > 1 ? [] : text;
    }

    /// <summary>Bytes of the blank that the text begins with, 0 when it begins with something else.</summary>
    public static int BlankLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return 0;
        if (text[0] is (byte)' ' or (byte)'\t')
            return 1;
        if (text.StartsWith("\u00a0"u8))
            return 2;
        return text.StartsWith("\u202f"u8) || text.StartsWith("\u2009"u8) ? 3 : 0;
    }

    private static bool TakeBlank(ref ReadOnlySpan<byte> text)
    {
        int leading = BlankLength(text);
        if (leading > 0)
        {
            text = text[leading..];
            return true;
        }
        for (int length = 1; length <= Math.Min(3, text.Length); length++)
        {
            if (BlankLength(text[^length..]) == length)
            {
                text = text[..^length];
                return true;
            }
        }
        return false;
    }

    private static bool TakeSign(ref ReadOnlySpan<byte> text, out bool minus)
    {
        minus = true;
        if (text.StartsWith(MinusSign))
            text = text[MinusSign.Length..];
        else if (text.EndsWith(MinusSign))
            text = text[..^MinusSign.Length];
        else if (text[0] is (byte)'-' or (byte)'+')
        {
            minus = text[0] == (byte)'-';
            text = text[1..];
        }
        else if (text[^1] is (byte)'-')
            text = text[..^1];
        else
            return false;
        return true;
    }

    private static ReadOnlySpan<byte> TakeCurrency(scoped ref ReadOnlySpan<byte> text)
    {
        if (IsOfNumber(text[0]) && IsOfNumber(text[^1]))
            return [];
        foreach (byte[] sign in CurrencySigns)
        {
            if (text.Length <= sign.Length)
                continue;
            // A word must not be the beginning of another.
            if (System.Text.Ascii.EqualsIgnoreCase(text[..sign.Length], sign) || text.StartsWith(sign))
            {
                if (IsLetter(sign[^1]) && IsLetter(text[sign.Length]))
                    continue;
                text = text[sign.Length..];
                return sign;
            }
            if (System.Text.Ascii.EqualsIgnoreCase(text[^sign.Length..], sign) || text.EndsWith(sign))
            {
                if (IsLetter(sign[0]) && IsLetter(text[^(sign.Length + 1)]))
                    continue;
                text = text[..^sign.Length];
                return sign;
            }
        }
        return TakeCode(ref text);
    }

    private static ReadOnlySpan<byte> TakeCode(scoped ref ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> whole = text;
        if (whole.Length <= 3)
            return [];
        if (CurrencyCodes.IsKnown(whole[..3]) && !IsLetter(whole[3]))
        {
            text = whole[3..];
            return whole[..3];
        }
        if (CurrencyCodes.IsKnown(whole[^3..]) && !IsLetter(whole[^4]))
        {
            text = whole[..^3];
            return whole[^3..];
        }
        return [];
    }

    private static bool IsOfNumber(byte symbol) => symbol is (>= (byte)'0' and <= (byte)'9') or (byte)'(' or (byte)')' or (byte)'-' or (byte)'+';

    private static bool IsLetter(byte value) => (value | 0x20) is >= (byte)'a' and <= (byte)'z';
}
