using System.Numerics;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Where a row lies, with what it is mostly sorted by.</summary>
internal readonly record struct RowRef(ulong Key, long OccurredAtMicros, int Chunk, int Offset);

/// <summary>Puts the rows of a part of the key range into the ledger's order. One instance serves one thread.</summary>
internal sealed class RowSorter
{
    private const int MostBucketBits = 16;
    private RowRef[] _found = [];
    private RowRef[] _sorted = [];
    private int[] _ends = [];

    /// <summary>
    /// The rows by (key, time, content); where ids share a key, <see cref="PartCustomersOfOneKey"/> sets them right. <paramref name="firstKey"/> and <paramref name="spanBits"/> say in which
    /// part of the key range they lie: rows are first spread by the next bits of the key, since keys are uniform.
    /// </summary>
    public Span<RowRef> Sort(RowChunk[] chunks, ulong firstKey, int spanBits, RowContentComparer content)
    {
        int rows = chunks.Sum(chunk => chunk.Rows);
        if (_found.Length < rows)
        {
            _found = new RowRef[rows];
            _sorted = new RowRef[rows];
        }
        int bucketBits = Math.Clamp(BitOperations.Log2((uint)rows | 1) - 2, 1, MostBucketBits);
        int shift = spanBits - bucketBits;
        if (_ends.Length < 1 << bucketBits)
            _ends = new int[1 << bucketBits];
        Span<int> ends = _ends.AsSpan(0, 1 << bucketBits);
        ends.Clear();

        Gather(chunks, firstKey, shift, ends);
        int sum = 0;
        foreach (ref int end in ends)
        {
            int count = end;
            end = sum;
            sum += count;
        }
        foreach (ref readonly RowRef row in _found.AsSpan(0, rows))
            _sorted[ends[(int)((row.Key - firstKey) >> shift)]++] = row;

        Span<RowRef> sorted = _sorted.AsSpan(0, rows);
        var order = new RowComparer(content);
        int start = 0;
        foreach (int end in ends)
        {
            if (end - start > 1)
                SortBucket(sorted[start..end], order);
            start = end;
        }
        return sorted;
    }

    private void Gather(RowChunk[] chunks, ulong firstKey, int shift, Span<int> counts)
    {
        int at = 0;
        for (int c = 0; c < chunks.Length; c++)
        {
            RowChunk chunk = chunks[c];
            ReadOnlySpan<byte> bytes = chunk.Bytes.AsSpan(chunk.Start, chunk.Used);
            int offset = 0;
            while (offset < bytes.Length)
            {
                ref readonly RowHead head = ref new RowRecord(bytes[offset..]).Head;
                _found[at++] = new RowRef(head.Key, head.OccurredAtMicros, c, chunk.Start + offset);
                counts[(int)((head.Key - firstKey) >> shift)]++;
                offset += head.Length > 0 ? head.Length : bytes.Length - offset;
            }
        }
    }

    private static void SortBucket(Span<RowRef> bucket, RowComparer order)
    {
        if (bucket.Length > 24)
        {
            bucket.Sort(order);
            return;
        }
        for (int i = 1; i < bucket.Length; i++)
        {
            RowRef row = bucket[i];
            int j = i - 1;
            while (j >= 0 && order.Compare(bucket[j], row) > 0)
            {
                bucket[j + 1] = bucket[j];
                j--;
            }
            bucket[j + 1] = row;
        }
    }

    /// <summary>Parts customers that share a key. That is next to impossible, so <see cref="Sort"/> does not look at ids.</summary>
    public static void PartCustomersOfOneKey(Span<RowRef> rows, RowContentComparer content)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i].Key != rows[i - 1].Key || content.SameCustomer(rows[i], rows[i - 1]))
                continue;
            ulong key = rows[i].Key;
            int start = i - 1, end = i + 1;
            while (start > 0 && rows[start - 1].Key == key)
                start--;
            while (end < rows.Length && rows[end].Key == key)
                end++;
            rows[start..end].Sort(content.CompareWithId);
            i = end - 1;
        }
    }

    private readonly struct RowComparer(RowContentComparer content) : IComparer<RowRef>
    {
        public int Compare(RowRef x, RowRef y)
        {
            if (x.Key != y.Key)
                return x.Key < y.Key ? -1 : 1;
            if (x.OccurredAtMicros != y.OccurredAtMicros)
                return x.OccurredAtMicros < y.OccurredAtMicros ? -1 : 1;
            return content.Compare(x, y);
        }
    }
}
