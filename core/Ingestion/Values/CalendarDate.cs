namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>Reads the day part of a date in the forms people write: 2026-04-03, 3/4/26, 03.04.2026, 3-Apr-2026, Apr 3, 2026, 2026年4月3日.</summary>
internal static class CalendarDate
{
    private static ReadOnlySpan<byte> MonthNames => "janfebmaraprmayjunjulaugsepoctnovdec"u8;

    private static ReadOnlySpan<byte> DayNames => "montuewedthufrisatsun"u8;

    /// <summary>Reads a day; what it says about the order of day and month is added to <paramref name="evidence"/>.</summary>
    public static bool TryRead(ref TextCursor cursor, DayMonthOrder order, ref DateEvidence evidence, out int days)
    {
        days = 0;
        if (cursor.AtLetter)
            return TryReadNamedFirst(ref cursor, order, ref evidence, out days);
        int width = cursor.TakeNumber(4, out long first);
        if (width == 0)
            return false;
        if (width == 4)
            return TryReadYearFirst(ref cursor, (int)first, out days);
        if (!TakeSeparator(ref cursor, out byte separator))
            return false;
        if (cursor.AtLetter)
        {
            int month = MonthOf(cursor.TakeWord());
            return TakeSeparator(ref cursor, out _) && TryReadYear(ref cursor, out int namedYear) && CivilDate.TryDays(namedYear, month, (int)first, out days);
        }
        if (cursor.TakeNumber(2, out long second) == 0 || !cursor.Take(separator) || !TryReadYear(ref cursor, out int year))
            return false;
        return TryOrder(year, (int)first, (int)second, order, ref evidence, out days);
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
        if (cursor.Take("年"u8))
        {
            return cursor.TakeNumber(2, out long month) > 0 && cursor.Take("月"u8) && cursor.TakeNumber(2, out long day) > 0
                && (cursor.Take("日"u8) || cursor.Take("号"u8)) && CivilDate.TryDays(year, (int)month, (int)day, out days);
        }
        if (TakeSeparator(ref cursor, out byte separator))
        {
            return cursor.TakeNumber(2, out long month) > 0 && cursor.Take(separator) && cursor.TakeNumber(2, out long day) > 0
                && CivilDate.TryDays(year, (int)month, (int)day, out days);
        }
        return cursor.TakeNumber(2, out long compactMonth) == 2 && cursor.TakeNumber(2, out long compactDay) == 2 && IsCompactClockOrNone(cursor)
            && CivilDate.TryDays(year, (int)compactMonth, (int)compactDay, out days);
    }

    /// <summary>Whether the digits right behind yyyymmdd are none, hhmm or hhmmss.</summary>
    private static bool IsCompactClockOrNone(TextCursor cursor) => cursor.TakeNumber(7, out _) is 0 or 4 or 6;

    private static bool TryReadNamedFirst(ref TextCursor cursor, DayMonthOrder order, ref DateEvidence evidence, out int days)
    {
        days = 0;
        ReadOnlySpan<byte> word = cursor.TakeWord();
        if (IsDayName(word))
        {
            cursor.Take((byte)',');
            cursor.SkipBlanks();
            return !cursor.AtEnd && TryRead(ref cursor, order, ref evidence, out days);
        }
        int month = MonthOf(word);
        if (month == 0)
            return false;
        cursor.Take((byte)'.');
        if (!TakeSeparator(ref cursor, out _) || cursor.TakeNumber(2, out long day) == 0)
            return false;
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

    private static int MonthOf(ReadOnlySpan<byte> word) => PlaceOf(word, MonthNames) + 1;

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
