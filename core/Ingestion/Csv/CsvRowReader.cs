using System.Runtime.CompilerServices;
using System.Text.Unicode;
using ServerlessSeg.Core.Ingestion.Rows;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>Passes the rows of text chunks to a <see cref="RowChecker"/>. One instance serves one thread; nothing is allocated per row.</summary>
internal sealed class CsvRowReader
{
    private const int FewRecords = 16, MostOneByOne = 1024;
    private readonly RowChecker checker;
    private readonly CsvDialect dialect;
    private readonly int maxRecordBytes;
    private readonly int fields;
    private readonly CsvColumns columns;
    private readonly int[] starts;
    private readonly int[] ends;
    private readonly int[] columnOf;
    private readonly int[] attributes;
    private readonly int[] extras;
    private readonly bool hasGroups, isSequential;
    private readonly AttributeText attributeText = new();

    public CsvRowReader(SchemaMapping mapping, CsvDialect dialect, int maxRecordBytes, RowChecker checker)
    {
        this.checker = checker;
        this.dialect = dialect;
        this.maxRecordBytes = maxRecordBytes;
        fields = mapping.Columns.Count;
        columns = new CsvColumns(mapping, dialect, maxRecordBytes);
        starts = new int[fields + 1];
        ends = new int[fields + 1];
        columnOf = new int[(int)ColumnRole.Attribute];
        for (ColumnRole role = 0; role < ColumnRole.Attribute; role++)
            columnOf[(int)role] = mapping.ColumnOf(role);
        attributes = [.. mapping.AttributeColumns];
        extras = [.. mapping.ExtraColumns];
        (hasGroups, isSequential) = (mapping.Grain.HasGroupRows, mapping.Grain.IsSequential);
    }

    /// <summary>Reads all rows of a chunk.</summary>
    /// <param name="chunk">Whole records.</param>
    /// <param name="skipHeader">Whether the first record names the columns.</param>
    public void Read(TextChunk chunk, bool skipHeader)
    {
        checker.TextIsValid = Utf8.IsValid(chunk.Text);
        bool byColumn = checker.TextIsValid && !isSequential && !dialect.IsBlankSeparated && !dialect.HasTabsBehindFields && dialect.LineEnd == (byte)'\n' && !(attributes.Length > 0 && chunk.Text.Contains(AttributeText.Separator));
        int position = 0, most = 0;
        long line = chunk.FirstLine;
        if (skipHeader)
            position = ReadOneByOne(chunk.Text, ref line, most, skipHeader);
        while (position < chunk.Length)
        {
            int read = byColumn ? ReadByColumn(chunk, ref position, ref line) : 0;
            // Where quotes are frequent, passes over the text that end at the next of them cost more than they save.
            most = !byColumn ? int.MaxValue : read > FewRecords ? 0 : Math.Min((most * 2) + 1, MostOneByOne);
            position += ReadOneByOne(chunk.Text[position..], ref line, most);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadByColumn(TextChunk chunk, ref int position, ref long line)
    {
        columns.Fill(chunk, position);
        RowColumns rows = columns.Rows;
        checker.Mark(rows);
        for (int i = 0; i < rows.Count; i++)
        {
            if (!rows.Odd[i])
                continue;
            if (columns.IsRegular(i))
            {
                var row = new ColumnsRow(rows, i, rows.JoinedAttributes(i));
                checker.Check(ref row, line + i);
            }
            else
            {
                long at = line + i;
                ReadOneByOne(chunk.Text[columns.RecordAt(i)], ref at);
            }
        }
        checker.Accept(rows);
        (position, line) = (columns.End, line + rows.Count);
        return rows.Count;
    }

    // Returns how many bytes were read; the line goes on to that of the next record.
    private int ReadOneByOne(Span<byte> text, ref long line, int most = int.MaxValue, bool skipHeader = false)
    {
        var records = new CsvRecords(text, line, dialect, maxRecordBytes, starts, ends);
        if (skipHeader)
            records.MoveNext();
        for (int i = 0; i < most && records.MoveNext(); i++)
            Read(records);
        line = records.NextLine;
        return records.Position;
    }

    private void Read(in CsvRecords records)
    {
        if (records.Problem != RecordProblem.None)
            checker.RefuseRecord(records.Problem == RecordProblem.TooLong ? RejectCode.TooLong : RejectCode.UnbalancedQuote, records.Raw, records.Line);
        else if (hasGroups && records.FieldCount == 1 && fields > 1)
            checker.LeaveOutRecord(LeftOutReason.Heading);
        else if (records.FieldCount != fields && !HasOnlyATrailingDelimiter(records))
            checker.RefuseRecord(RejectCode.WrongFieldCount, records.Raw, records.Line);
        else
            Check(records);
    }

    private bool HasOnlyATrailingDelimiter(in CsvRecords records) => records.FieldCount == fields + 1 && records.Field(fields).IsEmpty;

    private void Check(in CsvRecords records)
    {
        var row = new CsvRow(records.Fields, columnOf, extras, attributes.Length == 0 ? default : JoinAttributes(records));
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
