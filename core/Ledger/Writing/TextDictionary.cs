using System.Buffers.Binary;
using System.IO.Hashing;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// Numbers the distinct texts of one column, shared by all appenders of a writer. Numbers depend on the order of arrival;
/// <see cref="Ranks"/> turns them into the order of the texts' bytes, which does not.
/// </summary>
internal sealed class TextDictionary(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ByteText, int> _numbers = [];
    private readonly List<byte[]> _texts = [];

    /// <summary>The number of a text, or -1 where the dictionary is full.</summary>
    public int NumberOf(ReadOnlySpan<byte> text)
    {
        lock (_gate)
        {
            var probe = new ByteText(text.ToArray());
            if (_numbers.TryGetValue(probe, out int number))
                return number;
            if (_texts.Count >= capacity)
                return -1;
            _texts.Add(probe.Bytes);
            _numbers.Add(probe, _texts.Count - 1);
            return _texts.Count - 1;
        }
    }

    /// <summary>The texts so far in byte order, and for each number its place in that order.</summary>
    public TextRanks Ranks()
    {
        lock (_gate)
        {
            int[] numbers = [.. Enumerable.Range(0, _texts.Count)];
            byte[][] sorted = [.. _texts];
            Array.Sort(sorted, numbers, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
            int[] ranks = new int[numbers.Length];
            for (int rank = 0; rank < numbers.Length; rank++)
                ranks[numbers[rank]] = rank;
            return new TextRanks(sorted, ranks);
        }
    }

    private readonly struct ByteText(byte[] bytes) : IEquatable<ByteText>
    {
        public byte[] Bytes { get; } = bytes;

        public bool Equals(ByteText other) => Bytes.AsSpan().SequenceEqual(other.Bytes);

        public override bool Equals(object? obj) => obj is ByteText other && Equals(other);

        public override int GetHashCode() => (int)XxHash3.HashToUInt64(Bytes);
    }
}

/// <summary>Texts in byte order, and the rank of each dictionary number.</summary>
internal sealed record TextRanks(byte[][] Sorted, int[] RankOfNumber);

/// <summary>One appender's memory of a <see cref="TextDictionary"/>, so that a text seen before takes no lock.</summary>
internal sealed class TextDictionaryCache(TextDictionary dictionary)
{
    /// <summary>Longest text that its two ends, eight bytes each, say all of.</summary>
    private const int MostBytesOfEnds = 16;

    private Entry[] _entries = new Entry[256];
    private byte[][] _longTexts = new byte[256][];
    private int _count;

    /// <summary>The number of a text, or -1 where the dictionary is full.</summary>
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
            return number;
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
