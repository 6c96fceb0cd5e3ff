using System.Numerics;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Puts the rows of a part of the key range into the ledger's order. One instance serves one thread.</summary>
internal sealed class RowSorter
{
    private const int MostBucketBits = 16, MovesForEach = 8;
    private const int SpanBits = 64 - LedgerWriter.PartitionBits;
    private RowRef[] _sorted = [];
    private int[] _ends = [];

    /// <summary>
    /// The rows of a partition by (key, time, content); where ids share a key, <see cref="PartCustomersOfOneKey"/> sets them right. Rows are first spread by
    /// the next bits of the key, since keys are uniform. Good until the next call.
    /// </summary>
    public Span<RowRef> Sort(RowChunk[] chunks, RowContentComparer content)
    {
        int rows = chunks.Sum(chunk => chunk.Rows);
        if (_sorted.Length < rows)
            _sorted = GC.AllocateUninitializedArray<RowRef>(rows + (rows / 4));
        int bucketBits = Math.Clamp(BitOperations.Log2((uint)rows | 1) - 1, 1, MostBucketBits);
        if (_ends.Length < 1 << bucketBits)
            _ends = new int[1 << bucketBits];
        Span<int> ends = _ends.AsSpan(0, 1 << bucketBits);
        Count(chunks, SpanBits - bucketBits, ends);
        Spread(chunks, SpanBits - bucketBits, ends);
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

    // Leaves in each place where the rows of its bucket begin.
    private static void Count(RowChunk[] chunks, int shift, Span<int> places)
    {
        places.Clear();
        foreach (RowChunk chunk in chunks)
        {
            ReadOnlySpan<byte> bytes = chunk.Bytes.AsSpan(chunk.Start, chunk.Used);
            while (!bytes.IsEmpty)
            {
                ref readonly RowHead head = ref new RowRecord(bytes).Head;
                places[BucketOf(head.Key, shift, places.Length)]++;
                bytes = bytes[(head.Length > 0 ? head.Length : bytes.Length)..];
            }
        }
        int sum = 0;
        foreach (ref int place in places)
            (place, sum) = (sum, sum + place);
    }

    private void Spread(RowChunk[] chunks, int shift, Span<int> places)
    {
        RowRef[] sorted = _sorted;
        for (int c = 0; c < chunks.Length; c++)
        {
            RowChunk chunk = chunks[c];
            ReadOnlySpan<byte> bytes = chunk.Bytes.AsSpan(0, chunk.Start + chunk.Used);
            int offset = chunk.Start;
            while (offset < bytes.Length)
            {
                ref readonly RowHead head = ref new RowRecord(bytes[offset..]).Head;
                ref int place = ref places[BucketOf(head.Key, shift, places.Length)];
                sorted[place++] = new RowRef(head.Key, head.OccurredAtMicros, RowRef.KindAmountOf(head.KindNumber, head.Amount), c, offset);
                offset = head.Length > 0 ? offset + head.Length : bytes.Length;
            }
        }
    }

    private static int BucketOf(ulong key, int shift, int buckets) => (int)(key >> shift) & (buckets - 1);

    private static void SortBucket(Span<RowRef> bucket)
    {
        int moves = 0;
        for (int i = 1; i < bucket.Length; i++)
        {
            if (!RowRef.Precedes(bucket[i], bucket[i - 1]))
                continue;
            // Mostly rows come in the order of time, and there is little to move however many they are.
            if (moves > bucket.Length * MovesForEach)
            {
                bucket.Sort();
                return;
            }
            RowRef row = bucket[i];
            int j = i;
            do
            {
                bucket[j] = bucket[j - 1];
                j--;
            }
            while (j > 0 && RowRef.Precedes(row, bucket[j - 1]));
            bucket[j] = row;
            moves += i - j;
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
