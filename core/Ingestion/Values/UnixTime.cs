namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>Reads seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their number of digits.</summary>
internal static class UnixTime
{
    private const int SecondDigits = 10;

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
