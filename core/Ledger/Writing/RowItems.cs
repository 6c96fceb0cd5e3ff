using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// The texts of the rows of a batch, as an <see cref="OrderRecord"/> has them: <see cref="PackedItems"/>, or <see cref="TextItems"/> for the few rows that have a text
/// outside a dictionary.
/// </summary>
internal sealed class RowItems(int columns)
{
    private readonly int _words = PackedItems.WordsOf(columns);
    private readonly int[] _numbers = new int[columns * TransactionBatch.Capacity];
    private readonly ulong[] _packed = new ulong[PackedItems.WordsOf(columns) * TransactionBatch.Capacity];
    private readonly Dictionary<int, byte[]> _long = [];
    private int _rows;

    /// <summary>Begins a batch.</summary>
    public void Begin(int rows)
    {
        _rows = rows;
        _packed.AsSpan(0, rows * _words).Clear();
        _long.Clear();
    }

    /// <summary>The numbers of a column's texts, row by row, to be filled in before <see cref="Pack"/>.</summary>
    public Span<int> NumbersOf(int column) => _numbers.AsSpan(column * TransactionBatch.Capacity, _rows);

    /// <summary>Puts the numbers of all columns together.</summary>
    /// <exception cref="ArgumentException">The texts of a row are longer than may be.</exception>
    public void Pack(ReadOnlySpan<TextColumn> texts)
    {
        for (int column = 0; column < texts.Length; column++)
        {
            ReadOnlySpan<int> numbers = NumbersOf(column);
            (int word, int shift, int most) = PackedItems.PlaceOf(column);
            Span<ulong> packed = _packed.AsSpan(word);
            if (_words == 1)
                Place(numbers, packed, shift);
            else
                Place(numbers, packed, shift, _words);
            if (numbers.Contains(TextItems.Inline) || numbers.ContainsAnyExceptInRange(TextItems.NoText, most))
                NoteLong(numbers, most);
        }
        foreach (int row in _long.Keys.ToArray())
            _long[row] = Spell(texts, row);
    }

    /// <summary>Whether the row's texts are <see cref="PackedItems"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPacked(int row) => _long.Count == 0 || !_long.ContainsKey(row);

    /// <summary>Bytes of a row's items.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LengthOf(int row) => IsPacked(row) ? _words * sizeof(ulong) : _long[row].Length;

    /// <summary>Writes the items of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CopyTo(int row, ref byte target)
    {
        if (_words == 1 && _long.Count == 0)
            Unsafe.WriteUnaligned(ref target, _packed[row]);
        else
            CopyMore(row, ref target);
    }

    private void CopyMore(int row, ref byte target)
    {
        ReadOnlySpan<byte> items = IsPacked(row) ? MemoryMarshal.AsBytes(_packed.AsSpan(row * _words, _words)) : _long[row];
        items.CopyTo(MemoryMarshal.CreateSpan(ref target, items.Length));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Place(ReadOnlySpan<int> numbers, Span<ulong> packed, int shift)
    {
        for (int row = 0; row < numbers.Length && row < packed.Length; row++)
            packed[row] |= PackedItems.ItemOf(numbers[row]) << shift;
    }

    private static void Place(ReadOnlySpan<int> numbers, Span<ulong> packed, int shift, int words)
    {
        for (int row = 0; row < numbers.Length; row++)
            packed[row * words] |= PackedItems.ItemOf(numbers[row]) << shift;
    }

    private void NoteLong(ReadOnlySpan<int> numbers, int most)
    {
        for (int row = 0; row < numbers.Length; row++)
        {
            if (numbers[row] == TextItems.Inline || numbers[row] > most)
                _long.TryAdd(row, []);
        }
    }

    private byte[] Spell(ReadOnlySpan<TextColumn> texts, int row)
    {
        int most = 0, length = 0;
        for (int column = 0; column < texts.Length; column++)
            most = checked(most + TextItems.MostItemBytes + (NumbersOf(column)[row] == TextItems.Inline ? texts[column][row].Length : 0));
        if (most > OrderRecord.MostTextsBytes)
            throw new ArgumentException($"The texts of a row have at most {OrderRecord.MostTextsBytes} bytes together.");
        byte[] items = new byte[most];
        for (int column = 0; column < texts.Length; column++)
        {
            int number = NumbersOf(column)[row];
            length += number == TextItems.Inline ? TextItems.WriteInline(items.AsSpan(length), texts[column][row]) : TextItems.WriteNumber(items.AsSpan(length), number);
        }
        return items[..length];
    }
}
