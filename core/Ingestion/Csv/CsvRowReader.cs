using System.Text.Unicode;
using ServerlessSeg.Core.Ingestion.Rows;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>Passes the rows of text chunks to a <see cref="RowChecker"/>. One instance serves one thread; nothing is allocated per row.</summary>
internal sealed class CsvRowReader
{
    private readonly RowChecker checker;
    private readonly CsvDialect dialect;
    private readonly int maxRecordBytes;
    private readonly int columns;
    private readonly int[] starts;
    private readonly int[] ends;
    private readonly int[] columnOf;
    private readonly int[] attributes;
    private readonly AttributeText attributeText = new();

    public CsvRowReader(SchemaMapping mapping, CsvDialect dialect, int maxRecordBytes, RowChecker checker)
    {
        this.checker = checker;
        this.dialect = dialect;
        this.maxRecordBytes = maxRecordBytes;
        columns = mapping.Columns.Count;
        starts = new int[columns + 1];
        ends = new int[columns + 1];
        columnOf = [.. Enum.GetValues<ColumnRole>().Where(role => role != ColumnRole.Attribute).Select(mapping.ColumnOf)];
        attributes = [.. mapping.AttributeColumns];
    }

    /// <summary>Reads all rows of a chunk.</summary>
    /// <param name="chunk">Whole records.</param>
    /// <param name="skipHeader">Whether the first record names the columns.</param>
    public void Read(TextChunk chunk, bool skipHeader)
    {
        checker.TextIsValid = Utf8.IsValid(chunk.Text);
        var records = new CsvRecords(chunk.Text, chunk.FirstLine, dialect, maxRecordBytes, starts, ends);
        if (skipHeader)
            records.MoveNext();
        while (records.MoveNext())
        {
            if (records.Problem != RecordProblem.None)
                checker.RefuseRecord(records.Problem == RecordProblem.TooLong ? RejectCode.TooLong : RejectCode.UnbalancedQuote, records.Raw, records.Line);
            else if (records.FieldCount != columns && !HasOnlyATrailingDelimiter(records))
                checker.RefuseRecord(RejectCode.WrongFieldCount, records.Raw, records.Line);
            else
                Check(records);
        }
    }

    private bool HasOnlyATrailingDelimiter(in CsvRecords records) => records.FieldCount == columns + 1 && records.Field(columns).IsEmpty;

    private void Check(in CsvRecords records)
    {
        var row = new CsvRow(records.Fields, columnOf, attributes.Length == 0 ? default : JoinAttributes(records));
        checker.Check(ref row, records.Line);
    }

    private ReadOnlySpan<byte> JoinAttributes(in CsvRecords records)
    {
        attributeText.Clear();
        foreach (int column in attributes)
            attributeText.Add(records.Field(column));
        return attributeText.Joined;
    }
}
