namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>
/// The one rule for quoted fields, shared by the search for record boundaries and the tokeniser so that they can never
/// disagree: a quote opens a field only as its first byte; doubled quotes are content; the closing quote is followed by a
/// delimiter, a line end or the end of the text.
/// </summary>
internal static class QuotedField
{
    /// <summary>The field cannot be closed properly.</summary>
    public const int Malformed = -1;

    /// <summary>More text is needed to tell.</summary>
    public const int Undecided = -2;

    /// <summary>Position after the closing quote, or <see cref="Malformed"/>, or <see cref="Undecided"/>.</summary>
    /// <param name="data">The text as far as it is known.</param>
    /// <param name="from">First position after the opening quote.</param>
    /// <param name="limit">The closing quote must lie before this position.</param>
    /// <param name="atEnd">Whether the text ends where <paramref name="data"/> ends.</param>
    /// <param name="dialect">Delimiter and line end.</param>
    /// <param name="escaped">Whether the field contains doubled quotes.</param>
    public static int FindEnd(ReadOnlySpan<byte> data, int from, long limit, bool atEnd, in CsvDialect dialect, out bool escaped)
    {
        escaped = false;
        int position = from;
        while (true)
        {
            int next = position < data.Length ? data[position..].IndexOf(dialect.Quote) : -1;
            if (next < 0)
                return atEnd || data.Length >= limit ? Malformed : Undecided;
            position += next;
            if (position >= limit)
                return Malformed;
            bool isMarked = dialect.HasBackslashes && IsMarked(data[from..position]);
            escaped |= dialect.HasBackslashes && data[from..position].Contains((byte)'\\');
            position++;
            if (isMarked)
                continue;
            if (position == data.Length)
                return atEnd ? position : Undecided;
            byte after = data[position];
            if (after == dialect.Quote)
            {
                escaped = true;
                position++;
                continue;
            }
            if (after == dialect.Delimiter || after == dialect.LineEnd)
                return position;
            return IsBehindField(after, dialect) ? BeforeFieldEnd(data, position, limit, atEnd, dialect) : Malformed;
        }
    }

    /// <summary>Whether a text ends in a backslash that stands for itself alone.</summary>
    private static bool IsMarked(ReadOnlySpan<byte> before) => ((before.Length - 1 - before.LastIndexOfAnyExcept((byte)'\\')) & 1) != 0;

    // A record may not go beyond the limit, so that what follows the quote need not be looked at any further.
    private static int BeforeFieldEnd(ReadOnlySpan<byte> data, int position, long limit, bool atEnd, in CsvDialect dialect)
    {
        int end = position;
        while (end < data.Length && end <= limit && IsBehindField(data[end], dialect))
            end++;
        if (end > limit)
            return Malformed;
        if (end == data.Length)
            return atEnd ? position : Undecided;
        return data[end] == dialect.LineEnd || (data[end] == dialect.Delimiter && dialect.HasTabsBehindFields) ? position : Malformed;
    }

    private static bool IsBehindField(byte symbol, in CsvDialect dialect) => symbol == dialect.LineEndMate || (symbol == (byte)'\t' && dialect.HasTabsBehindFields);

    /// <summary>Takes away the backslashes that mark quotes and backslashes within the span; returns the new length.</summary>
    public static int Unmark(Span<byte> field)
    {
        int write = 0;
        for (int read = 0; read < field.Length; read++)
        {
            if (field[read] == (byte)'\\' && read + 1 < field.Length && field[read + 1] is (byte)'\\' or (byte)'"')
                read++;
            field[write++] = field[read];
        }
        return write;
    }

    /// <summary>Turns doubled quotes into single ones within the span; returns the new length.</summary>
    public static int Unescape(Span<byte> field, byte quote)
    {
        int write = field.IndexOf(quote);
        for (int read = write; read < field.Length; read++)
        {
            field[write++] = field[read];
            if (field[read] == quote)
                read++;
        }
        return write;
    }
}
