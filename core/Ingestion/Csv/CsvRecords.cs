namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>What keeps a record from being read.</summary>
internal enum RecordProblem : byte
{
    None,
    UnbalancedQuote,
    TooLong,
}

/// <summary>
/// Reads the records of a text that begins and ends at record boundaries. Doubled quotes are resolved in place. Lines without
/// any character are passed over. Line numbers count physical lines.
/// </summary>
internal ref struct CsvRecords
{
    private readonly Span<byte> data;
    private readonly CsvDialect dialect;
    private readonly int maxRecordBytes;
    private readonly CsvFields fields;
    private SpecialBytes specials;
    private int position;
    private int recordEnd;
    private long nextLine;

    /// <param name="data">The text.</param>
    /// <param name="firstLine">Number of its first line.</param>
    /// <param name="dialect">Delimiter and line end.</param>
    /// <param name="maxRecordBytes">Longest record.</param>
    /// <param name="starts">Room for the beginnings of as many fields as are wanted.</param>
    /// <param name="ends">Room for their ends.</param>
    public CsvRecords(Span<byte> data, long firstLine, in CsvDialect dialect, int maxRecordBytes, int[] starts, int[] ends)
    {
        this.data = data;
        this.dialect = dialect;
        this.maxRecordBytes = maxRecordBytes;
        fields = new CsvFields(data, starts, ends, dialect);
        nextLine = firstLine;
        specials = new SpecialBytes(data, dialect.Delimiter, dialect.LineEnd, dialect.Quote == 0 ? (byte)'\t' : dialect.Quote);
    }

    /// <summary>Fields of the record, also those beyond the room given; 0 when there is a problem.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Line on which the record begins.</summary>
    public long Line { get; private set; }

    /// <summary>Where the record begins in the text.</summary>
    public int Start { get; private set; }

    /// <summary>Why the record cannot be read.</summary>
    public RecordProblem Problem { get; private set; }

    /// <summary>The record as written, without its line end; only before any field has been taken.</summary>
    public readonly ReadOnlySpan<byte> Raw => data[Start..recordEnd];

    /// <summary>Number of the line that follows the record.</summary>
    public readonly long NextLine => nextLine;

    /// <summary>Where the next record begins.</summary>
    public readonly int Position => position;

    /// <summary>Goes to the next record that has any character.</summary>
    public bool MoveNext()
    {
        while (position < data.Length)
        {
            position = Start = dialect.RecordStart(data, position);
            Line = nextLine;
            Problem = RecordProblem.None;
            FieldCount = 0;
            if (dialect.IsBlankSeparated)
                ReadBlankSeparated();
            else
                ReadDelimited();
            if (recordEnd > Start)
                return true;
        }
        return false;
    }

    /// <summary>The fields of the record, as far as there is room.</summary>
    public readonly CsvFields Fields => fields;

    /// <summary>The content of a field within the room given.</summary>
    public readonly ReadOnlySpan<byte> Field(int index) => fields[index];

    private void ReadDelimited()
    {
        Span<byte> text = data;
        byte delimiter = dialect.Delimiter;
        byte lineEnd = dialect.LineEnd;
        int fieldStart = position;
        int closedAt = -1;
        bool escaped = false;
        int embeddedLines = 0;
        int count = 0;
        while (true)
        {
            int at = specials.Next();
            byte symbol = at < text.Length ? text[at] : lineEnd;
            if (symbol == delimiter)
            {
                fields.Set(count++, fieldStart, closedAt >= 0 ? closedAt : EndOf(fieldStart, at), escaped);
                fieldStart = at + 1;
                closedAt = -1;
                escaped = false;
            }
            else if (symbol == lineEnd)
            {
                recordEnd = WithoutLineEnd(at);
                fields.Set(count, fieldStart, closedAt >= 0 ? closedAt : EndOf(fieldStart, Math.Max(recordEnd, fieldStart)), escaped);
                FieldCount = count + 1;
                Finish(at, embeddedLines);
                return;
            }
            else if (at == fieldStart && closedAt < 0)
            {
                int close = QuotedField.FindEnd(text, at + 1, (long)Start + maxRecordBytes, atEnd: true, dialect, out escaped);
                if (close < 0)
                {
                    RefuseFirstLine(RecordProblem.UnbalancedQuote);
                    return;
                }
                fieldStart = at + 1;
                closedAt = close - 1;
                embeddedLines += text[at..close].Count(lineEnd);
                specials.Seek(close);
            }
        }
    }

    private void Finish(int at, int embeddedLines)
    {
        if (at - Start > maxRecordBytes)
        {
            RefuseFirstLine(RecordProblem.UnbalancedQuote);
            return;
        }
        bool hasLineEnd = at < data.Length;
        position = hasLineEnd ? at + 1 : at;
        nextLine += embeddedLines + (hasLineEnd ? 1 : 0);
    }

    private void ReadBlankSeparated()
    {
        int length = data[position..].IndexOf(dialect.LineEnd);
        int at = length < 0 ? data.Length : position + length;
        recordEnd = WithoutLineEnd(at);
        int cursor = position;
        while (true)
        {
            while (cursor < recordEnd && data[cursor] is (byte)' ' or (byte)'\t')
                cursor++;
            if (cursor >= recordEnd)
                break;
            int fieldStart = cursor;
            while (cursor < recordEnd && data[cursor] is not ((byte)' ' or (byte)'\t'))
                cursor++;
            fields.Set(FieldCount++, fieldStart, cursor, escaped: false);
        }
        if (FieldCount == 0)
            recordEnd = Start;
        if (at - Start > maxRecordBytes)
        {
            RefuseFirstLine(RecordProblem.TooLong);
            return;
        }
        position = Math.Min(at + 1, data.Length);
        nextLine += at < data.Length ? 1 : 0;
    }

    private void RefuseFirstLine(RecordProblem problem)
    {
        int length = data[Start..].IndexOf(dialect.LineEnd);
        int at = length < 0 ? data.Length : Start + length;
        bool isTooLong = at - Start > maxRecordBytes;
        // A long line is cut anywhere, so that what it ends in there need not belong to a line end.
        recordEnd = isTooLong ? Math.Max(WithoutLineEnd(at), Start + maxRecordBytes) : WithoutLineEnd(at);
        Problem = isTooLong ? RecordProblem.TooLong : problem;
        FieldCount = 0;
        position = Math.Min(at + 1, data.Length);
        nextLine = Line + (at < data.Length ? 1 : 0);
        specials.Seek(position);
    }

    private readonly int EndOf(int fieldStart, int at)
    {
        while (dialect.HasTabsBehindFields && at > fieldStart && data[at - 1] == (byte)'\t')
            at--;
        return at;
    }

    private readonly int WithoutLineEnd(int at)
    {
        byte mate = dialect.LineEndMate;
        while (at > Start && data[at - 1] == mate)
            at--;
        return at;
    }
}
