using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;

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
    private Entry[] _entries = new Entry[256];
    private int _count;
    private Entry _last = new(0, -1, []);

    /// <summary>The number of a text, or -1 where the dictionary is full.</summary>
    public int NumberOf(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual(_last.Text))
            return _last.Number;
        uint hash = HashOf(text);
        int mask = _entries.Length - 1;
        for (int slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            ref Entry entry = ref _entries[slot];
            if (entry.Text is null)
                return Learn(text, hash);
            if (entry.Hash == hash && text.SequenceEqual(entry.Text))
            {
                _last = entry;
                return entry.Number;
            }
        }
    }

    // Most texts are short: their two ends, which overlap in the middle, say all. Which number a text gets does not depend on this.
    private static uint HashOf(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 8 or > 16)
            return text.Length < 8 ? Mix(ShortBytes(text), (ulong)text.Length) : (uint)XxHash3.HashToUInt64(text);
        return Mix(BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]) + (ulong)text.Length);
    }

    private static uint Mix(ulong first, ulong second)
    {
        ulong high = Math.BigMul(first ^ 0x9E3779B97F4A7C15, second ^ 0xD1B54A32D192ED03, out ulong low);
        return (uint)((high ^ low) >> 16);
    }

    private static ulong ShortBytes(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 4)
            return BinaryPrimitives.ReadUInt32LittleEndian(text) | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]) << 32;
        return text.IsEmpty ? 0 : text[0] | (ulong)text[text.Length / 2] << 8 | (ulong)text[^1] << 16;
    }

    private int Learn(ReadOnlySpan<byte> text, uint hash)
    {
        int number = dictionary.NumberOf(text);
        if (number < 0)
            return number;
        if (++_count * 2 > _entries.Length)
        {
            Entry[] old = _entries;
            _entries = new Entry[(int)BitOperations.RoundUpToPowerOf2((uint)old.Length * 2)];
            foreach (Entry entry in old)
            {
                if (entry.Text is not null)
                    Place(entry);
            }
        }
        _last = new Entry(hash, number, text.ToArray());
        Place(_last);
        return number;
    }

    private void Place(in Entry entry)
    {
        int mask = _entries.Length - 1;
        int slot = (int)entry.Hash & mask;
        while (_entries[slot].Text is not null)
            slot = (slot + 1) & mask;
        _entries[slot] = entry;
    }

    private readonly record struct Entry(uint Hash, int Number, byte[] Text);
}
