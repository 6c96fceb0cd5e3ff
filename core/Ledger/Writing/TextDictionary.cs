using System.IO.Hashing;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// Numbers the distinct texts of one column, shared by all appenders of a writer. Numbers depend on the order of arrival;
/// <see cref="Ranks"/> turns them into the order of the texts' bytes, which does not.
/// </summary>
internal sealed class TextDictionary(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<byte[], int> _numbers = new(new ByteComparer());
    private readonly List<byte[]> _texts = [];

    /// <summary>The number of a text, or -1 where the dictionary is full.</summary>
    public int NumberOf(ReadOnlySpan<byte> text)
    {
        lock (_gate)
        {
            byte[] probe = text.ToArray();
            if (_numbers.TryGetValue(probe, out int number))
                return number;
            if (_texts.Count >= capacity)
                return -1;
            _texts.Add(probe);
            _numbers.Add(probe, _texts.Count - 1);
            return _texts.Count - 1;
        }
    }

    /// <summary>The texts so far in byte order, and for each number its place in that order.</summary>
    public TextRanks Ranks()
    {
        lock (_gate)
        {
            int[] numbers = new int[_texts.Count];
            for (int number = 0; number < numbers.Length; number++)
                numbers[number] = number;
            byte[][] sorted = [.. _texts];
            Array.Sort(sorted, numbers, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
            int[] ranks = new int[numbers.Length];
            for (int rank = 0; rank < numbers.Length; rank++)
                ranks[numbers[rank]] = rank;
            return new TextRanks(sorted, ranks);
        }
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] bytes) => (int)XxHash3.HashToUInt64(bytes);
    }
}

/// <summary>Texts in byte order, and the rank of each dictionary number.</summary>
internal sealed record TextRanks(byte[][] Sorted, int[] RankOfNumber);
