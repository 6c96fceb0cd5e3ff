namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>The bytes that structure a delimited text.</summary>
/// <param name="Delimiter">Between fields. A blank means: any run of blanks and tabs, leading and trailing ones ignored, no quotes.</param>
/// <param name="LineEnd">Ends a record: line feed or carriage return.</param>
public readonly record struct CsvDialect(byte Delimiter, byte LineEnd)
{
    /// <summary>Comma and line feed.</summary>
    public static CsvDialect Default => new((byte)',', (byte)'\n');

    /// <summary>Whether every field is followed by a tab that is no part of it, as payment services write them to keep a spreadsheet from reshaping numbers.</summary>
    public bool HasTabsBehindFields { get; init; }

    /// <summary>Whether a quote within quotes is marked by a backslash before it, as Spark writes it, and not by being doubled.</summary>
    public bool HasBackslashes { get; init; }

    /// <summary>Whether fields are separated by runs of blanks.</summary>
    public bool IsBlankSeparated => Delimiter == (byte)' ';

    /// <summary>The quote, or 0 where the dialect has none.</summary>
    public byte Quote => IsBlankSeparated ? (byte)0 : (byte)'"';

    /// <summary>The other one of line feed and carriage return. Right before a line end it belongs to it, however often it stands there.</summary>
    internal byte LineEndMate => LineEnd == (byte)'\n' ? (byte)'\r' : (byte)'\n';

    /// <summary>Where a record begins behind a line end: where that is a carriage return, line feeds behind it belong to it, too.</summary>
    /// <param name="text">The text as far as it is known.</param>
    /// <param name="position">First position behind the line end.</param>
    internal int RecordStart(ReadOnlySpan<byte> text, int position)
    {
        if (LineEnd != (byte)'\r')
            return position;
        while (position < text.Length && text[position] == (byte)'\n')
            position++;
        return position;
    }
}
