namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>Reads the day part of a date in the forms people write: 2026-04-03, 3/4/26, 03.04.2026, 3-Apr-2026, Apr 3, 2026, 3 avril 2026, 2026年4月3日, 2026-W14-5.</summary>
internal static class CalendarDate
{
    private static ReadOnlySpan<byte> DayNames => "montuewedthufrisatsun"u8;

    /// <summary>Reads a day; what it says about the order of day and month is added to <paramref name="evidence"/>.</summary>
    public static bool TryRead(ref TextCursor cursor, DayMonthOrder order, ref DateEvidence evidence, out int days)
    {
        days = 0;
        if (cursor.AtNameLetter)
            return TryReadNamedFirst(ref cursor, order, ref evidence, out days);
        int width = cursor.TakeNumber(4, out long first);
        if (width == 0)
            return false;
        if (width == 4)
            return TryReadYearFirst(ref cursor, (int)first, out days);
        TakeOrdinal(ref cursor);
        if (cursor.AtNameLetter)
            return TryReadNamedMonth(ref cursor, (int)first, out days);
        if (!TakeSeparator(ref cursor, out byte separator))
            return false;
        TextCursor ahead = cursor;
        ahead.SkipSpaces();
        if (ahead.AtNameLetter)
        {
            cursor = ahead;
            return TryReadNamedMonth(ref cursor, (int)first, out days);
        }
        if (cursor.TakeNumber(2, out long second) == 0 || !cursor.Take(separator) || !TryReadYear(ref cursor, out int year))
            return false;
        return TryOrder(year, (int)first, (int)second, order, ref evidence, out days);
    }

    /// <summary>Reads month and year behind the day: January 2026, de enero de 2026, janv. 2026.</summary>
    private static bool TryReadNamedMonth(ref TextCursor cursor, int day, out int days)
    {
        days = 0;
        TakeOf(ref cursor);
        int month = MonthNames.Of(cursor.TakeName());
        SkipBetween(ref cursor);
        TakeOf(ref cursor);
        return month > 0 && TryReadYear(ref cursor, out int year) && CivilDate.TryDays(year, month, day, out days);
    }

    private static void SkipBetween(ref TextCursor cursor)
    {
        const int Most = 3;
        for (int i = 0; i < Most && cursor.Current is (byte)'.' or (byte)',' or (byte)' ' or (byte)'-' or (byte)'/'; i++)
            cursor.Take(cursor.Current);
        cursor.SkipSpaces();
    }

    // The words that Romance languages have between day, month and year.
    private static void TakeOf(ref TextCursor cursor)
    {
        TextCursor ahead = cursor;
        if (ahead.TakeName() is [(byte)'d' or (byte)'D', (byte)'e' or (byte)'E'] or [(byte)'d' or (byte)'D', (byte)'e' or (byte)'E', (byte)'l' or (byte)'L'] or [(byte)'o', (byte)'f'] && ahead.Take((byte)' '))
            cursor = ahead;
    }

    /// <summary>Passes over the letters of an ordinal number: 1st, 2nd, 3rd, 4th, 1er.</summary>
    private static void TakeOrdinal(ref TextCursor cursor)
    {
        TextCursor ahead = cursor;
        ReadOnlySpan<byte> word = ahead.TakeName();
        if (word.Length == 2 && (System.Text.Ascii.EqualsIgnoreCase(word, "st"u8) || System.Text.Ascii.EqualsIgnoreCase(word, "nd"u8) || System.Text.Ascii.EqualsIgnoreCase(word, "rd"u8)
            || System.Text.Ascii.EqualsIgnoreCase(word, "th"u8) || System.Text.Ascii.EqualsIgnoreCase(word, "er"u8)))
            cursor = ahead;
    }

    private static bool TryOrder(int year, int first, int second, DayMonthOrder order, ref DateEvidence evidence, out int days)
    {
        bool dayFirst = CivilDate.TryDays(year, second, first, out int daysIfDayFirst);
        bool monthFirst = CivilDate.TryDays(year, first, second, out int daysIfMonthFirst);
        days = order == DayMonthOrder.DayFirst ? daysIfDayFirst : daysIfMonthFirst;
        if (dayFirst && monthFirst)
            evidence |= daysIfDayFirst == daysIfMonthFirst ? DateEvidence.None : DateEvidence.Ambiguous;
        else if (dayFirst || monthFirst)
            evidence |= dayFirst ? DateEvidence.DayFirst : DateEvidence.MonthFirst;
        return order == DayMonthOrder.DayFirst ? dayFirst : monthFirst;
    }

    private static bool TryReadYearFirst(ref TextCursor cursor, int year, out int days)
    {
        days = 0;
        if (cursor.Take("年"u8) || cursor.Take("년"u8))
        {
            cursor.SkipSpaces();
            if (cursor.TakeNumber(2, out long month) == 0 || !(cursor.Take("月"u8) || cursor.Take("월"u8)))
                return false;
            cursor.SkipSpaces();
            return cursor.TakeNumber(2, out long day) > 0
                && (cursor.Take("日"u8) || cursor.Take("号"u8) || cursor.Take("일"u8)) && CivilDate.TryDays(year, (int)month, (int)day, out days);
        }
        if (TakeSeparator(ref cursor, out byte separator))
        {
            if (separator == (byte)'-' && cursor.Take((byte)'W'))
                return TryReadWeek(ref cursor, year, out days);
            SkipBehindPoint(ref cursor, separator);
            if (cursor.TakeNumber(2, out long month) == 0 || !cursor.Take(separator))
                return false;
            SkipBehindPoint(ref cursor, separator);
            if (cursor.TakeNumber(2, out long day) == 0)
                return false;
            // Koreans write a point behind the day, too.
            if (separator == (byte)'.')
                cursor.Take(separator);
            return CivilDate.TryDays(year, (int)month, (int)day, out days);
        }
        return cursor.TakeNumber(2, out long compactMonth) == 2 && cursor.TakeNumber(2, out long compactDay) == 2 && IsCompactClockOrNone(cursor)
            && CivilDate.TryDays(year, (int)compactMonth, (int)compactDay, out days);
    }

    private static void SkipBehindPoint(ref TextCursor cursor, byte separator)
    {
        if (separator == (byte)'.')
            cursor.SkipSpaces();
    }

    /// <summary>Reads what follows the W of a week date: 03-1, its day from Monday.</summary>
    private static bool TryReadWeek(ref TextCursor cursor, int year, out int days)
    {
        const int DaysOfWeek = 7, ThursdayOf1970 = 3;
        days = 0;
        if (cursor.TakeNumber(2, out long week) != 2 || !cursor.Take((byte)'-') || cursor.TakeNumber(1, out long day) != 1 || week is < 1 or > 53 || day is < 1 or > DaysOfWeek
            || !CivilDate.TryDays(year, 1, 4, out int fourth))
            return false;
        // The first week is that of 4 January; 1970 began on a Thursday.
        int monday = fourth - (((fourth + ThursdayOf1970) % DaysOfWeek) + DaysOfWeek) % DaysOfWeek;
        days = monday + (((int)week - 1) * DaysOfWeek) + (int)day - 1;
        return true;
    }

    /// <summary>Whether the digits right behind yyyymmdd are none, hhmm or hhmmss.</summary>
    private static bool IsCompactClockOrNone(TextCursor cursor) => cursor.TakeNumber(7, out _) is 0 or 4 or 6;

    private static bool TryReadNamedFirst(ref TextCursor cursor, DayMonthOrder order, ref DateEvidence evidence, out int days)
    {
        days = 0;
        ReadOnlySpan<byte> word = cursor.TakeName();
        int month = MonthNames.Of(word);
        if (month == 0 && IsDayName(word))
        {
            cursor.Take((byte)'.');
            cursor.Take((byte)',');
            cursor.SkipBlanks();
            return !cursor.AtEnd && TryRead(ref cursor, order, ref evidence, out days);
        }
        if (month == 0)
            return false;
        cursor.Take((byte)'.');
        if (!TakeSeparator(ref cursor, out _) || cursor.TakeNumber(2, out long day) == 0)
            return false;
        TakeOrdinal(ref cursor);
        cursor.Take((byte)',');
        return TakeSeparator(ref cursor, out _) && TryReadYear(ref cursor, out int year) && CivilDate.TryDays(year, month, (int)day, out days);
    }

    private static bool TryReadYear(ref TextCursor cursor, out int year)
    {
        int width = cursor.TakeNumber(4, out long value);
        year = width == 2 ? (int)value + (value < 70 ? 2000 : 1900) : (int)value;
        return width is 2 or 4 && !cursor.AtDigit;
    }

    private static bool TakeSeparator(ref TextCursor cursor, out byte separator)
    {
        separator = cursor.Current;
        return separator is (byte)'/' or (byte)'-' or (byte)'.' or (byte)' ' && cursor.Take(separator);
    }

    private static bool IsDayName(ReadOnlySpan<byte> word) => PlaceOf(word, DayNames) >= 0;

    private static int PlaceOf(ReadOnlySpan<byte> word, ReadOnlySpan<byte> names)
    {
        if (word.Length < 3)
            return -1;
        for (int i = 0; i < names.Length; i += 3)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(word[..3], names.Slice(i, 3)))
                return i / 3;
        }
        return -1;
    }
}
