using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>One appender's memory of a <see cref="TextDictionary"/>, so that a text seen before takes no lock.</summary>
internal sealed class TextDictionaryCache(TextDictionary dictionary)
{
    /// <summary>Longest text that a near slot holds.</summary>
    private const int MostBytesOfNear = 8;

    private const int NearBits = 12;

    /// <summary>Longest text that its two ends, eight bytes each, say all of.</summary>
    private const int MostBytesOfEnds = 16;

    // What was seen lately lies here, so that most texts are found without a search; a short text is its own key.
    private readonly (ulong Text, int Length, int Number)[] _near = new (ulong, int, int)[1 << NearBits];
    private Entry[] _entries = new Entry[256];
    private byte[][] _longTexts = new byte[256][];
    private int _count;

    /// <summary>The numbers of the texts of a column, row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void NumbersOf(TextColumn column, int rows, Span<int> numbers)
    {
        int constant = column.Constant.Length == 0 ? TextItems.NoText : NumberOf(column.Constant);
        ReadOnlySpan<int> starts = column.Starts.AsSpan(0, rows), lengths = column.Lengths.AsSpan(0, rows);
        numbers = numbers[..rows];
        if (!lengths.ContainsAnyExcept(0))
        {
            numbers.Fill(constant);
            return;
        }
        ReadOnlySpan<byte> bytes = column.Bytes;
        int lastNear = bytes.Length - MostBytesOfNear;
        for (int row = 0; row < starts.Length && row < lengths.Length && row < numbers.Length; row++)
        {
            int start = starts[row], length = lengths[row];
            if ((uint)(length - 1) >= MostBytesOfNear || start > lastNear)
            {
                numbers[row] = length == 0 ? constant : NumberOf(bytes.Slice(start, length));
                continue;
            }
            ulong text = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(start, MostBytesOfNear)) << ((MostBytesOfNear - length) * 8);
            ref (ulong Text, int Length, int Number) near = ref _near[(int)(text * 0x9E3779B97F4A7C15 >> (64 - NearBits))];
            numbers[row] = near.Text == text && near.Length == length ? near.Number : Remember(ref near, text, bytes.Slice(start, length));
        }
    }

    private int Remember(ref (ulong Text, int Length, int Number) near, ulong key, ReadOnlySpan<byte> text)
    {
        int number = NumberOf(text);
        if (number >= 0)
            near = (key, text.Length, number);
        return number;
    }

    /// <summary>The number of a text, or <see cref="TextItems.Inline"/> where the dictionary is full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int NumberOf(ReadOnlySpan<byte> text)
    {
        (ulong head, ulong tail) = EndsOf(text);
        Entry[] entries = _entries;
        for (int at = PlaceOf(head, tail, text.Length); ; at++)
        {
            int slot = at & (entries.Length - 1);
            ref readonly Entry entry = ref entries[slot];
            if (entry.Place == 0)
                return Learn(text, head, tail);
            if (entry.Head == head && entry.Tail == tail && entry.Length == text.Length && (text.Length <= MostBytesOfEnds || text.SequenceEqual(_longTexts[slot])))
                return entry.Place - 1;
        }
    }

    // The ends of a short text overlap in the middle; for a long one a hash takes their place.
    private static (ulong Head, ulong Tail) EndsOf(ReadOnlySpan<byte> text)
    {
        if (text.Length > MostBytesOfEnds)
            return (XxHash3.HashToUInt64(text), 0);
        if (text.Length >= 8)
            return (BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]));
        if (text.Length >= 4)
            return (BinaryPrimitives.ReadUInt32LittleEndian(text), BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]));
        return text.IsEmpty ? (0, 0) : (text[0] | (ulong)text[text.Length / 2] << 8, text[^1]);
    }

    private static int PlaceOf(ulong head, ulong tail, int length)
    {
        ulong high = Math.BigMul(head ^ 0x9E3779B97F4A7C15, (tail + (ulong)length) ^ 0xD1B54A32D192ED03, out ulong low);
        return (int)((high ^ low) >> 33);
    }

    private int Learn(ReadOnlySpan<byte> text, ulong head, ulong tail)
    {
        int number = dictionary.NumberOf(text);
        if (number < 0)
            return TextItems.Inline;
        if (++_count * 2 > _entries.Length)
        {
            (Entry[] entries, byte[][] longTexts) = (_entries, _longTexts);
            _entries = new Entry[entries.Length * 2];
            _longTexts = new byte[entries.Length * 2][];
            for (int slot = 0; slot < entries.Length; slot++)
            {
                if (entries[slot].Place > 0)
                    Keep(entries[slot], longTexts[slot]);
            }
        }
        Keep(new Entry(head, tail, text.Length, number + 1), text.Length > MostBytesOfEnds ? text.ToArray() : []);
        return number;
    }

    private void Keep(in Entry entry, byte[] longText)
    {
        int at = PlaceOf(entry.Head, entry.Tail, entry.Length);
        while (_entries[at & (_entries.Length - 1)].Place > 0)
            at++;
        _entries[at & (_entries.Length - 1)] = entry;
        _longTexts[at & (_entries.Length - 1)] = longText;
    }

    /// <param name="Head">First eight bytes, or hash.</param>
    /// <param name="Tail">Last eight bytes.</param>
    /// <param name="Length">Length of the text.</param>
    /// <param name="Place">Its number plus 1; 0 for an empty slot.</param>
    private readonly record struct Entry(ulong Head, ulong Tail, int Length, int Place);
}
