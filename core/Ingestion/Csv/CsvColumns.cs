using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ServerlessSeg.Core.Ingestion.Rows;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>Hands over the records of a text by column, as far as a <see cref="RecordIndex"/> finds them.</summary>
internal sealed class CsvColumns
{
    private readonly RecordIndex index = new();
    private readonly int[] firsts = new int[TransactionBatch.Capacity];
    private readonly int[] begins = new int[TransactionBatch.Capacity + 1];
    private readonly bool[] isIrregular = new bool[TransactionBatch.Capacity];
    private readonly (TextColumn Column, int Position)[] wanted;
    private readonly int columns;
    private readonly CsvDialect dialect;
    private readonly int maxRecordBytes;
    private bool anyIrregular;

    public CsvColumns(SchemaMapping mapping, CsvDialect dialect, int maxRecordBytes)
    {
        (columns, this.dialect, this.maxRecordBytes) = (mapping.Columns.Count, dialect, maxRecordBytes);
        Rows = new RowColumns(mapping);
        wanted =
        [
            .. mapping.Mapped.Where(static column => column.Role < ColumnRole.Attribute).Select(column => (Rows[column.Role]!, column.Position - 1)),
            .. mapping.AttributeColumns.Select((column, i) => (Rows.Attributes[i], column)),
            .. mapping.ExtraColumns.Select((column, i) => (Rows.Extras[i], column)),
        ];
    }

    /// <summary>The rows handed over last.</summary>
    public RowColumns Rows { get; }

    /// <summary>Where the text goes on behind them.</summary>
    public int End => begins[Rows.Count];

    /// <summary>Hands over the records from a position on, up to the next that has to be read by itself.</summary>
    public void Fill(TextChunk chunk, int position)
    {
        index.Find(chunk.Text, position, dialect);
        Rows.Count = index.Records;
        FindRecords(position);
        foreach ((TextColumn column, int place) in wanted)
            Fill(column, place, chunk.Buffer);
    }

    /// <summary>Whether a record has as many fields as there are columns, so that its cells are known.</summary>
    public bool IsRegular(int record) => !isIrregular[record];

    /// <summary>The record as it stands in the text.</summary>
    public Range RecordAt(int record) => begins[record]..begins[record + 1];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindRecords(int position)
    {
        ReadOnlySpan<int> separators = index.Separators, lastOf = index.LastOf;
        int first = 0;
        anyIrregular = false;
        for (int i = 0; i < Rows.Count; i++)
        {
            int last = lastOf[i], end = separators[last] + 1;
            bool irregular = last - first != columns - 1 || end - position > maxRecordBytes;
            isIrregular[i] = Rows.Odd[i] = irregular;
            anyIrregular |= irregular;
            firsts[i] = first;
            begins[i] = position;
            (first, position) = (last + 1, end);
        }
        begins[Rows.Count] = position;
    }

    private void Fill(TextColumn column, int place, byte[] text)
    {
        column.Bytes = text;
        Span<int> starts = column.Starts.AsSpan(0, Rows.Count), lengths = column.Lengths.AsSpan(0, Rows.Count);
        if (anyIrregular)
            FillRegular(starts, lengths, place);
        else
            FillAll(starts, lengths, place);
        if (place == columns - 1)
            DropCarriageReturns(starts, lengths, text);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillAll(Span<int> starts, Span<int> lengths, int place)
    {
        ReadOnlySpan<int> from = begins.AsSpan(0, starts.Length), firstOf = firsts.AsSpan(0, starts.Length);
        // Every record has all of its separators, so that each place lies within the index.
        ref int separators = ref MemoryMarshal.GetReference(index.Separators);
        for (int i = 0; i < starts.Length && i < lengths.Length; i++)
        {
            ref int end = ref Unsafe.Add(ref separators, firstOf[i] + place);
            int start = place == 0 ? from[i] : Unsafe.Add(ref end, -1) + 1;
            starts[i] = start;
            lengths[i] = end - start;
        }
    }

    private void FillRegular(Span<int> starts, Span<int> lengths, int place)
    {
        ReadOnlySpan<int> separators = index.Separators;
        for (int i = 0; i < starts.Length; i++)
        {
            int field = firsts[i] + place;
            int start = isIrregular[i] ? 0 : place == 0 ? begins[i] : separators[field - 1] + 1;
            starts[i] = start;
            lengths[i] = isIrregular[i] ? 0 : separators[field] - start;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DropCarriageReturns(ReadOnlySpan<int> starts, Span<int> lengths, byte[] text)
    {
        for (int i = 0; i < starts.Length; i++)
        {
            int start = starts[i], length = lengths[i];
            if (length == 0 || text[start + length - 1] != (byte)'\r')
                continue;
            do
                length--;
            while (length > 0 && text[start + length - 1] == (byte)'\r');
            lengths[i] = length;
        }
    }
}
