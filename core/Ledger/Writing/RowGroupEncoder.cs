using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Turns sorted rows into the columns of a row group. One instance serves one thread.</summary>
internal sealed class RowGroupEncoder : IDisposable
{
    private static readonly byte[][] KindTexts = [.. LedgerLayout.KindNames.Select(Encoding.UTF8.GetBytes)];

    private const int Ahead = 16;
    private const int CacheLine = 64;

    private readonly ColumnChunkWriter _writer = new();
    private readonly TextColumnEncoder _textEncoder = new();
    private readonly NumberColumnEncoder _numberEncoder = new();
    private readonly OrderColumnEncoder _orderEncoder = new();
    private readonly CustomerColumnsEncoder _customerEncoder = new();
    private readonly LineColumnEncoder _lineEncoder = new();
    private long[] _times = [], _amounts = [];
    private int[] _lines = [], _kinds = [];
    private int[][] _ranks = [];
    private OverflowTexts?[] _overflow = [];

    /// <summary>Encodes the rows into <paramref name="group"/> and returns how many customers they are of.</summary>
    public int Encode(EncodedRowGroup group, ReadOnlySpan<RowRef> rows, RowChunk[] chunks, TextRanks[] texts)
    {
        EnsureRoom(rows.Length, texts.Length);
        _customerEncoder.Begin(rows.Length);
        _orderEncoder.Begin(rows.Length);
        Array.Clear(_overflow);
        for (int i = 0; i < rows.Length; i++)
        {
            if (i + Ahead < rows.Length)
                Prefetch(chunks, rows[i + Ahead]);
            ref readonly RowRef row = ref rows[i];
            var record = new RowRecord(chunks[row.Chunk].Bytes.AsSpan(row.Offset));
            ref readonly RowHead head = ref record.Head;
            _customerEncoder.Add(row.Key, record.CustomerIdOf(head));
            _orderEncoder.Add(record.OrderIdOf(head));
            _times[i] = row.OccurredAtMicros;
            _amounts[i] = head.Amount;
            _lines[i] = head.Line;
            _kinds[i] = head.KindNumber;
            RowRecord.TextItems items = record.TextsOf(head);
            for (int column = 0; column < _ranks.Length; column++)
            {
                int number = items.Next(out ReadOnlySpan<byte> inline);
                _ranks[column][i] = number;
                if (number == RowRecord.Inline)
                    (_overflow[column] ??= new OverflowTexts()).Add(i, inline);
            }
        }
        for (int column = 0; column < _ranks.Length; column++)
            RankAll(_ranks[column].AsSpan(0, rows.Length), texts[column].RankOfNumber);
        WriteColumns(group, rows.Length, texts);
        return _customerEncoder.Customers;
    }

    /// <summary>Whether two neighbouring customers of the rows encoded last share a key.</summary>
    public bool HasSharedKey => _customerEncoder.HasSharedKey;

    public void Dispose() => _writer.Dispose();

    private static void RankAll(Span<int> numbers, int[] rankOfNumber)
    {
        foreach (ref int number in numbers)
            number = number >= 0 ? rankOfNumber[number] : TextColumnEncoder.NoText;
    }

    // Rows lie scattered over their partition; asking for the memory early hides most of the wait.
    private static unsafe void Prefetch(RowChunk[] chunks, in RowRef row)
    {
        if (!Sse.IsSupported)
            return;
        ref byte start = ref MemoryMarshal.GetArrayDataReference(chunks[row.Chunk].Bytes);
        // A record mostly reaches into a second cache line; asking for bytes behind the array does no harm.
        void* record = Unsafe.AsPointer(ref Unsafe.Add(ref start, row.Offset));
        Sse.Prefetch0(record);
        Sse.Prefetch0((byte*)record + CacheLine);
    }

    private void WriteColumns(EncodedRowGroup group, int rows, TextRanks[] texts)
    {
        _writer.BeginGroup(group, rows);
        _customerEncoder.Write(_writer);
        _orderEncoder.Write(_writer);
        _lineEncoder.Write(_writer, _lines.AsSpan(0, rows));
        _numberEncoder.Write(_writer, _times.AsSpan(0, rows), namesRange: true);
        _textEncoder.Write(_writer, PageCodec.Snappy, _kinds.AsSpan(0, rows), KindTexts, isNullable: false);
        _numberEncoder.Write(_writer, _amounts.AsSpan(0, rows), namesRange: true);
        for (int column = 0; column < texts.Length; column++)
        {
            Span<int> ranks = _ranks[column].AsSpan(0, rows);
            byte[][] known = _overflow[column]?.MergeInto(ranks, texts[column].Sorted) ?? texts[column].Sorted;
            _textEncoder.Write(_writer, PageCodec.Snappy, ranks, known, isNullable: true);
        }
    }

    private void EnsureRoom(int rows, int texts)
    {
        if (_ranks.Length != texts)
        {
            _ranks = [.. Enumerable.Range(0, texts).Select(_ => Array.Empty<int>())];
            _overflow = new OverflowTexts?[texts];
        }
        if (_times.Length >= rows && (texts == 0 || _ranks[0].Length >= rows))
            return;
        _times = new long[rows];
        _amounts = new long[rows];
        _lines = new int[rows];
        _kinds = new int[rows];
        for (int column = 0; column < texts; column++)
            _ranks[column] = new int[rows];
    }
}
