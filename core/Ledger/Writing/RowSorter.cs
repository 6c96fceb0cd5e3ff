using System.Numerics;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Puts the rows of a part of the key range into the ledger's order. One instance serves one thread.</summary>
internal sealed class RowSorter
{
    private const int MostBucketBits = 16, MostForInsertion = 24;
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
        int start = 0;
        foreach (int end in ends)
        {
            if (end - start > 1)
                SortBucket(sorted[start..end]);
            start = end;
        }
        PartTied(sorted, content);
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
                _found[at++] = new RowRef(head.Key, head.OccurredAtMicros, RowRef.KindAmountOf(head.KindNumber, head.Amount), c, chunk.Start + offset);
                counts[(int)((head.Key - firstKey) >> shift)]++;
                offset += head.Length > 0 ? head.Length : bytes.Length - offset;
            }
        }
    }

    private static void SortBucket(Span<RowRef> bucket)
    {
        if (bucket.Length > MostForInsertion)
        {
            bucket.Sort();
            return;
        }
        for (int i = 1; i < bucket.Length; i++)
        {
            if (!RowRef.Precedes(bucket[i], bucket[i - 1]))
                continue;
            RowRef row = bucket[i];
            int j = i;
            do
            {
                bucket[j] = bucket[j - 1];
                j--;
            }
            while (j > 0 && RowRef.Precedes(row, bucket[j - 1]));
            bucket[j] = row;
        }
    }

    // Rows that differ in none of these numbers are few, so that looking at their content costs little.
    private static void PartTied(Span<RowRef> rows, RowContentComparer content)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (!RowRef.AreTied(rows[i], rows[i - 1]))
                continue;
            int start = i - 1;
            while (i < rows.Length && RowRef.AreTied(rows[i], rows[start]))
                i++;
            rows[start..i].Sort(content.Compare);
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
}
