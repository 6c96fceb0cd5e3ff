using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// The text items of the rows of a batch, as an <see cref="OrderRecord"/> has them: gathered column by column, up to eight bytes a row in one
/// number. A row that needs more has memory of its own.
/// </summary>
internal sealed class RowItems
{
    /// <summary>Bytes after which any item still fits into the number.</summary>
    private const int Fitting = sizeof(ulong) - TextItems.MostItemBytes;

    private readonly ulong[] _packed = new ulong[TransactionBatch.Capacity];
    private readonly int[] _lengths = new int[TransactionBatch.Capacity];
    private readonly Dictionary<int, byte[]> _long = [];

    /// <summary>Begins a batch.</summary>
    public void Clear(int rows)
    {
        _packed.AsSpan(0, rows).Clear();
        _lengths.AsSpan(0, rows).Clear();
        _long.Clear();
    }

    /// <summary>Adds a column by the numbers of its texts.</summary>
    public void Add(TextColumn column, ReadOnlySpan<int> numbers)
    {
        Span<ulong> packed = _packed.AsSpan(0, numbers.Length);
        Span<int> lengths = _lengths.AsSpan(0, numbers.Length);
        if (_long.Count == 0 && numbers[0] != TextItems.Inline && !numbers.ContainsAnyExcept(numbers[0]) && !lengths.ContainsAnyExceptInRange(0, Fitting))
        {
            AddSame(TextItems.ItemOf(numbers[0]), packed, lengths);
            return;
        }
        bool anyLong = _long.Count > 0;
        for (int row = 0; row < packed.Length && row < lengths.Length; row++)
        {
            (ulong item, int bytes) = TextItems.ItemOf(numbers[row]);
            int length = lengths[row];
            if (numbers[row] == TextItems.Inline || length + bytes > sizeof(ulong) || (anyLong && IsLong(row)))
            {
                AddLong(row, column[row], numbers[row]);
                anyLong = true;
                continue;
            }
            packed[row] |= item << (length * 8);
            lengths[row] = length + bytes;
        }
    }

    private static void AddSame((ulong Item, int Bytes) item, Span<ulong> packed, Span<int> lengths)
    {
        for (int row = 0; row < packed.Length && row < lengths.Length; row++)
        {
            packed[row] |= item.Item << (lengths[row] * 8);
            lengths[row] += item.Bytes;
        }
    }

    /// <summary>Bytes of a row's items.</summary>
    public int LengthOf(int row) => _lengths[row];

    /// <summary>Writes the items of a row to a place that has <see cref="OrderRecord.Slack"/> bytes more than they need, and may overwrite those.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CopyTo(int row, ref byte target)
    {
        Unsafe.WriteUnaligned(ref target, _packed[row]);
        if (IsLong(row))
            _long[row].AsSpan(0, _lengths[row]).CopyTo(MemoryMarshal.CreateSpan(ref target, _lengths[row]));
    }

    private bool IsLong(int row) => _long.Count > 0 && _long.ContainsKey(row);

    private void AddLong(int row, ReadOnlySpan<byte> text, int number)
    {
        int length = _lengths[row], needed = length + TextItems.MostItemBytes + (number == TextItems.Inline ? text.Length : 0);
        if (needed > OrderRecord.MostTextsBytes)
            throw new ArgumentException($"The texts of a row have at most {OrderRecord.MostTextsBytes} bytes together.");
        byte[] bytes = new byte[Math.Max(needed, sizeof(ulong))];
        if (_long.TryGetValue(row, out byte[]? before))
            before.AsSpan(0, length).CopyTo(bytes);
        else
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, _packed[row]);
        Span<byte> item = bytes.AsSpan(length);
        _long[row] = bytes;
        _lengths[row] = length + (number == TextItems.Inline ? TextItems.WriteInline(item, text) : TextItems.WriteNumber(item, number));
    }
}
