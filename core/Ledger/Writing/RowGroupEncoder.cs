using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Turns sorted rows into the columns of a row group. One instance serves one thread.</summary>
internal sealed class RowGroupEncoder : IDisposable
{
    private static readonly byte[][] KindTexts = [.. LedgerLayout.KindNames.Select(Encoding.UTF8.GetBytes)];

    private const int Ahead = 16;

    private readonly ColumnChunkWriter _writer = new();
    private readonly TextColumnEncoder _textEncoder = new();
    private readonly NumberColumnEncoder _numberEncoder = new();
    private readonly OrderColumnEncoder _orderEncoder = new();
    private readonly CustomerColumnsEncoder _customerEncoder = new();
    private readonly LineColumnEncoder _lineEncoder = new();
    private long[] _times = [], _amounts = [];
    private int[] _lines = [], _kinds = [], _ranks = [];

    // Row by row, all text columns of a row together.
    private int[] _numbers = [];
    private OverflowTexts?[] _overflow = [];
    private int _rows;

    /// <summary>Begins a row group of that many rows.</summary>
    public void Begin(int rows, int texts)
    {
        EnsureRoom(rows, texts);
        _rows = 0;
        _customerEncoder.Begin(rows);
        _orderEncoder.Begin(rows);
        Array.Clear(_overflow);
    }

    /// <summary>Adds sorted rows behind those that are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<RowRef> rows, RowChunk[] chunks)
    {
        int columns = _overflow.Length;
        Span<long> times = _times.AsSpan(_rows, rows.Length), amounts = _amounts.AsSpan(_rows, rows.Length);
        Span<int> lines = _lines.AsSpan(_rows, rows.Length), kinds = _kinds.AsSpan(_rows, rows.Length), numbers = _numbers.AsSpan(_rows * columns, rows.Length * columns);
        (int chunk, int order) = (-1, -1);
        ref byte memory = ref Unsafe.NullRef<byte>();
        long micros = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            ref readonly RowRef row = ref rows[i];
            if (row.Order == order && row.Chunk == chunk)
            {
                _customerEncoder.Repeat();
                _orderEncoder.Repeat();
            }
            else
            {
                if (i + Ahead < rows.Length)
                    RecordMemory.Prefetch(chunks[rows[i + Ahead].Chunk].Bytes, rows[i + Ahead].Order);
                (chunk, order) = (row.Chunk, row.Order);
                memory = ref MemoryMarshal.GetArrayDataReference(chunks[chunk].Bytes);
                micros = AddOrder(ref Unsafe.Add(ref memory, order));
            }
            ref byte record = ref Unsafe.Add(ref memory, row.Line);
            LineHead line = OrderRecord.LineOf(ref record);
            times[i] = micros;
            amounts[i] = line.Amount;
            lines[i] = line.Line;
            kinds[i] = (int)line.Kind;
            Span<int> items = numbers.Slice(i * columns, columns);
            if (line.IsPacked)
                PackedItems.Read(ref Unsafe.Add(ref record, LineHead.Size), items);
            else
                AddItems(new TextItems(chunks[chunk].Bytes.AsSpan(row.Line + LineHead.Size, line.TextsLength), isPacked: false), _rows + i, items);
        }
        _rows += rows.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long AddOrder(ref byte record)
    {
        OrderHead head = OrderRecord.HeadOf(ref record);
        ref byte customer = ref Unsafe.Add(ref record, OrderHead.Size);
        int customerLength = head.LastOfId + 1;
        _customerEncoder.Add(head.Key, ref customer, customerLength);
        _orderEncoder.Add(ref Unsafe.Add(ref customer, customerLength), head.OrderLength);
        return head.OccurredAtMicros;
    }

    /// <summary>Encodes the rows added and returns how many customers they are of.</summary>
    public int Finish(EncodedRowGroup group, TextRanks[] texts)
    {
        WriteColumns(group, _rows, texts);
        return _customerEncoder.Customers;
    }

    /// <summary>Whether two neighbouring customers of the row group share a key.</summary>
    public bool HasSharedKey => _customerEncoder.HasSharedKey;

    public void Dispose() => _writer.Dispose();

    private void AddItems(TextItems items, int place, Span<int> numbers)
    {
        for (int column = 0; column < numbers.Length; column++)
        {
            numbers[column] = items.Next(out ReadOnlySpan<byte> inline);
            if (numbers[column] == TextItems.Inline)
                (_overflow[column] ??= new OverflowTexts()).Add(place, inline);
        }
    }

    private static void RankAll(ReadOnlySpan<int> numbers, int stride, int[] rankOfNumber, Span<int> ranks)
    {
        int at = 0;
        foreach (ref int rank in ranks)
        {
            int number = numbers[at];
            rank = number >= 0 ? rankOfNumber[number] : TextColumnEncoder.NoText;
            at += stride;
        }
    }

    private void WriteColumns(EncodedRowGroup group, int rows, TextRanks[] texts)
    {
        _writer.BeginGroup(group, rows);
        _customerEncoder.Write(_writer);
        _orderEncoder.Write(_writer);
        _lineEncoder.Write(_writer, _lines.AsSpan(0, rows));
        _numberEncoder.Write(_writer, _times.AsSpan(0, rows), namesRange: true);
        _textEncoder.Write(_writer, _kinds.AsSpan(0, rows), KindTexts, isNullable: false);
        _numberEncoder.Write(_writer, _amounts.AsSpan(0, rows), namesRange: true);
        for (int column = 0; column < texts.Length; column++)
        {
            Span<int> ranks = _ranks.AsSpan(0, rows);
            RankAll(_numbers.AsSpan(column, (rows * texts.Length) - column), texts.Length, texts[column].RankOfNumber, ranks);
            byte[][] known = _overflow[column]?.MergeInto(ranks, texts[column].Sorted) ?? texts[column].Sorted;
            _textEncoder.Write(_writer, ranks, known, isNullable: true);
        }
    }

    private void EnsureRoom(int rows, int texts)
    {
        if (_overflow.Length != texts)
            _overflow = new OverflowTexts?[texts];
        if (_numbers.Length < rows * texts)
            _numbers = new int[rows * texts];
        if (_times.Length >= rows)
            return;
        _times = new long[rows];
        _amounts = new long[rows];
        _lines = new int[rows];
        _kinds = new int[rows];
        _ranks = new int[rows];
    }
}
