namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>Reads seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their number of digits.</summary>
internal static class UnixTime
{
    private const int SecondDigits = 10;

    /// <summary>Milliseconds as ASP.NET wraps them: /Date(1736763072000)/. An offset beside them changes nothing.</summary>
    public static bool TryParseWrapped(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (!text.StartsWith("/Date("u8) || !text.EndsWith(")/"u8))
            return false;
        text = text[6..^2];
        int offset = text.LastIndexOfAny((byte)'+', (byte)'-');
        if (offset > 0)
            text = text[..offset];
        if (!System.Buffers.Text.Utf8Parser.TryParse(text, out long value, out int consumed) || consumed != text.Length || Math.Abs(value) > long.MaxValue / 1000)
            return false;
        micros = value * 1000;
        return true;
    }

    /// <summary>Digits alone: 10 are seconds (decimals allowed), 13 milliseconds, 16 microseconds, 19 nanoseconds.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long micros)
    {
        var cursor = new TextCursor(text);
        int width = cursor.TakeNumber(19, out long value);
        micros = 0;
        long fraction = 0;
        if (width == SecondDigits && cursor.Take((byte)'.'))
        {
            int decimals = cursor.TakeNumber(6, out fraction);
            for (int i = decimals; i < 6; i++)
                fraction *= 10;
            while (cursor.AtDigit)
                cursor.Take(cursor.Current);
        }
        if (!cursor.AtEnd)
            return false;
        switch (width)
        {
            case SecondDigits:
                micros = value * CivilDate.MicrosPerSecond + fraction;
                return true;
            case 13:
                micros = value * 1000;
                return true;
            case 16:
                micros = value;
                return true;
            case 19:
                micros = value / 1000;
                return true;
            default:
                return false;
        }
    }
}
