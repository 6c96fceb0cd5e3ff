namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>
/// Dates as spreadsheets store them: days of the 1900 system and, behind a point or a comma, the time of day. The first sixty numbers are left
/// out, since that system has a 29 February 1900 which never was.
/// </summary>
internal static class SerialDate
{
    /// <summary>The word that stands for such dates among the date formats of a mapping.</summary>
    public const string FormatName = "excel";

    private const int First = 61, Last = 2_958_465;
    private const int SerialOf1970 = 25_569;
    private const int SecondsPerDay = 86_400;

    /// <summary>More decimals than spreadsheets write, and few enough to be multiplied exactly.</summary>
    private const int MostDecimals = 30;

    /// <summary>Whether a format is the word for such dates.</summary>
    public static bool IsFormat(string? format) => string.Equals(format, FormatName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a local time in microseconds since 1970, to the nearest second; false outside of 1 March 1900 to 31 December 9999.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        var cursor = new TextCursor(text);
        if (cursor.Current == (byte)'0' || cursor.TakeNumber(7, out long serial) == 0 || serial is < First or > Last)
            return false;
        long seconds = 0;
        if (!cursor.AtEnd && !TryReadFraction(ref cursor, out seconds))
            return false;
        if (serial == Last && seconds == SecondsPerDay)
            return false;
        micros = ((serial - SerialOf1970) * CivilDate.MicrosPerDay) + (seconds * CivilDate.MicrosPerSecond);
        return true;
    }

    /// <summary>Whether a text is such a date of our time: from 20000 (1954) to 80000 (2119).</summary>
    public static bool Resembles(ReadOnlySpan<byte> text)
    {
        text = Blanks.Trim(text);
        var cursor = new TextCursor(text);
        return cursor.TakeNumber(5, out long serial) == 5 && serial is >= 20_000 and <= 80_000 && !cursor.AtDigit && TryParse(text, out _);
    }

    private static bool TryReadFraction(ref TextCursor cursor, out long seconds)
    {
        seconds = 0;
        if (!cursor.Take((byte)'.') && !cursor.Take((byte)','))
            return false;
        Int128 parts = 0, whole = 1;
        for (int i = 0; i < MostDecimals && cursor.AtDigit; i++)
        {
            cursor.TakeNumber(1, out long digit);
            (parts, whole) = ((parts * 10) + digit, whole * 10);
        }
        seconds = (long)(((parts * SecondsPerDay * 2) + whole) / (whole * 2));
        return whole > 1 && cursor.AtEnd;
    }
}
