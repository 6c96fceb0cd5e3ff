namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>The bytes that structure a delimited text.</summary>
/// <param name="Delimiter">Between fields. A blank means: any run of blanks and tabs, leading and trailing ones ignored, no quotes.</param>
/// <param name="LineEnd">Ends a record: line feed (a carriage return before it is dropped) or carriage return.</param>
public readonly record struct CsvDialect(byte Delimiter, byte LineEnd)
{
    /// <summary>Comma and line feed.</summary>
    public static CsvDialect Default => new((byte)',', (byte)'\n');

    /// <summary>Whether fields are separated by runs of blanks.</summary>
    public bool IsBlankSeparated => Delimiter == (byte)' ';

    /// <summary>The quote, or 0 where the dialect has none.</summary>
    public byte Quote => IsBlankSeparated ? (byte)0 : (byte)'"';
}
