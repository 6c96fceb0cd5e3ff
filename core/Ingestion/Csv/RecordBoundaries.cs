namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>Finds how much of a text consists of whole records, so that the text can be cut there.</summary>
internal static class RecordBoundaries
{
    /// <summary>
    /// Bytes of <paramref name="data"/>, which begins with a record, that are whole records; 0 when more text is needed.
    /// A record that the tokeniser will refuse for its quotes counts as its first line alone.
    /// </summary>
    /// <param name="data">The text as far as it is known.</param>
    /// <param name="atEnd">Whether the text ends there.</param>
    /// <param name="dialect">Delimiter and line end.</param>
    /// <param name="maxRecordBytes">Longest record.</param>
    /// <param name="cutLongLine">Set when a single line longer than a record may be is cut off; the caller drops its rest.</param>
    public static int Find(ReadOnlySpan<byte> data, bool atEnd, in CsvDialect dialect, int maxRecordBytes, out bool cutLongLine)
    {
        cutLongLine = false;
        if (atEnd)
            return data.Length;
        int record = LastRecordStart(data, dialect, maxRecordBytes);
        if (record == 0 && data.Length > maxRecordBytes && !data.Contains(dialect.LineEnd))
        {
            cutLongLine = true;
            return data.Length;
        }
        return record;
    }

    private static int LastRecordStart(ReadOnlySpan<byte> data, in CsvDialect dialect, int maxRecordBytes)
    {
        int record = dialect.RecordStart(data, 0);
        int from = record;
        bool severalLines = false;
        while (true)
        {
            int quote = dialect.Quote == 0 ? -1 : data[from..].IndexOf(dialect.Quote);
            ReadOnlySpan<byte> plain = quote < 0 ? data[from..] : data.Slice(from, quote);
            if (severalLines)
            {
                int end = plain.IndexOf(dialect.LineEnd);
                if (end < 0 && quote < 0 && data.Length - record <= maxRecordBytes)
                    return record;
                if ((end < 0 ? data.Length : from + end) - record > maxRecordBytes && (end >= 0 || quote < 0))
                {
                    record = from = dialect.RecordStart(data, record + data[record..].IndexOf(dialect.LineEnd) + 1);
                    severalLines = false;
                    continue;
                }
            }
            int last = plain.LastIndexOf(dialect.LineEnd);
            if (last >= 0)
            {
                record = dialect.RecordStart(data, from + last + 1);
                severalLines = false;
            }
            if (quote < 0)
                return record;
            int opening = from + quote;
            if (opening != record && data[opening - 1] != dialect.Delimiter)
            {
                from = opening + 1;
                continue;
            }
            int close = QuotedField.FindEnd(data, opening + 1, (long)record + maxRecordBytes, atEnd: false, dialect, out _);
            if (close == QuotedField.Undecided)
                return record;
            if (close == QuotedField.Malformed)
            {
                int end = data[record..].IndexOf(dialect.LineEnd);
                if (end < 0)
                    return record;
                record = from = dialect.RecordStart(data, record + end + 1);
                severalLines = false;
                continue;
            }
            severalLines |= data[opening..close].Contains(dialect.LineEnd);
            from = close;
        }
    }
}
