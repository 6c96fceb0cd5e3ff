namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>Reads what follows the day in a date: time of day and offset from UTC.</summary>
internal static class TimeOfDay
{
    private const long MicrosPerMinute = 60 * CivilDate.MicrosPerSecond;

    /// <summary>Reads to the end of the text. Digits beyond the microsecond are cut off.</summary>
    /// <param name="cursor">Stands after the day.</param>
    /// <param name="micros">Microseconds since midnight.</param>
    /// <param name="offsetMicros">Offset from UTC, meaningful where <paramref name="hasOffset"/>.</param>
    /// <param name="hasOffset">Whether the text names an offset.</param>
    public static bool TryRead(ref TextCursor cursor, out long micros, out long offsetMicros, out bool hasOffset)
    {
        micros = offsetMicros = 0;
        hasOffset = false;
        // Web servers write a colon before the time.
        if (!cursor.Take((byte)'T') && !cursor.Take((byte)','))
            cursor.Take((byte)':');
        cursor.SkipSpaces();
        if (cursor.AtEnd)
            return true;
        if (cursor.Take("at "u8))
            cursor.SkipSpaces();
        int half = HalfBefore(ref cursor);
        if ((cursor.AtDigit || half >= 0) && !TryReadClock(ref cursor, half, out micros))
            return false;
        cursor.SkipBlanks();
        if (!TryReadOffset(ref cursor, out offsetMicros, out hasOffset))
            return false;
        cursor.SkipBlanks();
        return cursor.AtEnd || (hasOffset && IsNameOfZone(cursor.Rest));
    }

    /// <summary>Whether what follows an offset only names it: UTC, (Eastern Standard Time).</summary>
    private static bool IsNameOfZone(ReadOnlySpan<byte> rest) => rest.SequenceEqual("UTC"u8) || rest.SequenceEqual("GMT"u8) || rest is [(byte)'(', .., (byte)')'];

    /// <summary>The half of the day where it stands before the time, as in East Asia: 0 or 12 hours to add; −1 where none does.</summary>
    private static int HalfBefore(ref TextCursor cursor)
    {
        int half = cursor.Take("上午"u8) || cursor.Take("午前"u8) || cursor.Take("오전"u8) ? 0 : cursor.Take("下午"u8) || cursor.Take("午後"u8) || cursor.Take("오후"u8) ? 12 : -1;
        cursor.SkipSpaces();
        return half;
    }

    private static bool TryReadClock(ref TextCursor cursor, int half, out long micros)
    {
        micros = 0;
        long minute = 0;
        long second = 0;
        long fraction = 0;
        if (cursor.TakeNumber(2, out long hour) == 0)
            return false;
        // Oracle and the north of Europe write points.
        byte separator = cursor.Current == (byte)'.' ? (byte)'.' : (byte)':';
        bool separated = cursor.Take(separator);
        if ((separated || cursor.AtDigit) && cursor.TakeNumber(2, out minute) != 2)
            return false;
        if (separated ? cursor.Take(separator) : cursor.AtDigit)
        {
            if (cursor.TakeNumber(2, out second) != 2 || !TryReadFraction(ref cursor, out fraction))
                return false;
        }
        if (half >= 0 && hour is < 1 or > 12)
            return false;
        if (half >= 0)
            hour = (hour % 12) + half;
        else if (!TryReadHalf(ref cursor, ref hour))
            return false;
        if (hour > 23 || minute > 59 || second > 59)
            return false;
        micros = (hour * 60 + minute) * MicrosPerMinute + second * CivilDate.MicrosPerSecond + fraction;
        return true;
    }

    private static bool TryReadFraction(ref TextCursor cursor, out long micros)
    {
        micros = 0;
        if (!cursor.Take((byte)'.') && !cursor.Take((byte)','))
            return true;
        int width = cursor.TakeNumber(6, out micros);
        for (int i = width; i < 6; i++)
            micros *= 10;
        while (cursor.AtDigit)
            cursor.Take(cursor.Current);
        return width > 0;
    }

    private static bool TryReadHalf(ref TextCursor cursor, ref long hour)
    {
        TextCursor ahead = cursor;
        ahead.SkipSpaces();
        bool afternoon = (ahead.Current | 0x20) == 'p';
        if (!afternoon && (ahead.Current | 0x20) != 'a')
            return true;
        if (!TakeHalf(ref ahead) || hour is < 1 or > 12)
            return false;
        hour = hour % 12 + (afternoon ? 12 : 0);
        cursor = ahead;
        return true;
    }

    // Browsers write "AM", "a.m." or "a. m.", as the language has it.
    private static bool TakeHalf(ref TextCursor cursor)
    {
        cursor.Take(cursor.Current);
        if (cursor.Take((byte)'.'))
            cursor.SkipSpaces();
        if (!cursor.Take((byte)'m') && !cursor.Take((byte)'M'))
            return false;
        cursor.Take((byte)'.');
        return !cursor.AtLetter;
    }

    private static bool TryReadOffset(ref TextCursor cursor, out long micros, out bool found)
    {
        micros = 0;
        found = true;
        if (cursor.Take((byte)'Z') || cursor.Take((byte)'z') || ((cursor.Take("UTC"u8) || cursor.Take("GMT"u8)) && cursor.Current is not ((byte)'+' or (byte)'-')))
            return true;
        bool behind = cursor.Current == (byte)'-';
        found = cursor.Take((byte)'+') || cursor.Take((byte)'-');
        if (!found)
            return true;
        if (cursor.TakeNumber(2, out long hours) != 2)
            return false;
        long minutes = 0;
        if ((cursor.Take((byte)':') || cursor.AtDigit) && cursor.TakeNumber(2, out minutes) != 2)
            return false;
        micros = (hours * 60 + minutes) * MicrosPerMinute * (behind ? -1 : 1);
        return hours <= 18 && minutes <= 59;
    }
}
