using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Puts the rows of a partition into the ledger's order: first whole orders, then the lines of those of one customer and instant. One instance serves one thread.</summary>
internal sealed class RowSorter
{
    private const int MostBucketBits = 16, Ahead = 8;
    private const int SpanBits = 64 - LedgerWriter.PartitionBits;
    private OrderRef[] _orders = [];
    private RowRef[] _rows = [];
    private int[] _ends = [];
    private int _orderCount;

    /// <summary>The orders sorted last, by key.</summary>
    public ReadOnlySpan<OrderRef> Orders => _orders.AsSpan(0, _orderCount);

    /// <summary>
    /// The rows of a partition by (key, time, content). Orders are first spread by the next bits of the key, since keys are uniform. Good until the next call.
    /// </summary>
    /// <param name="chunks">The partition.</param>
    /// <param name="content">Tells rows apart that differ in none of the numbers.</param>
    /// <param name="partsCustomers">Whether to look at ids where customers share a key, which is next to impossible.</param>
    public ReadOnlySpan<RowRef> Sort(RowChunk[] chunks, RowContentComparer content, bool partsCustomers)
    {
        EnsureRoom(chunks);
        int bucketBits = Math.Clamp(BitOperations.Log2((uint)_orderCount | 1) - 1, 1, MostBucketBits);
        if (_ends.Length < 1 << bucketBits)
            _ends = new int[1 << bucketBits];
        Span<int> ends = _ends.AsSpan(0, 1 << bucketBits);
        Count(chunks, SpanBits - bucketBits, ends);
        Spread(chunks, SpanBits - bucketBits, ends, _orders);
        Span<OrderRef> orders = _orders.AsSpan(0, _orderCount);
        int start = 0;
        foreach (int end in ends)
        {
            if (end - start > 1)
                NearlySorted.Sort(orders[start..end]);
            start = end;
        }
        if (partsCustomers)
            PartCustomersOfOneKey(orders, content);
        return SortLines(orders, chunks, content, partsCustomers);
    }

    private void EnsureRoom(RowChunk[] chunks)
    {
        int rows = 0, orders = 0;
        foreach (RowChunk chunk in chunks)
            (rows, orders) = (rows + chunk.Rows, orders + chunk.Orders);
        if (_orders.Length < orders)
            _orders = GC.AllocateUninitializedArray<OrderRef>(orders + (orders / 4));
        if (_rows.Length < rows)
            _rows = GC.AllocateUninitializedArray<RowRef>(rows + (rows / 4));
        _orderCount = orders;
    }

    // Leaves in each place where the orders of its bucket begin.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(RowChunk[] chunks, int shift, Span<int> places)
    {
        places.Clear();
        foreach (RowChunk chunk in chunks)
        {
            ref byte memory = ref MemoryMarshal.GetArrayDataReference(chunk.Bytes);
            for (int offset = chunk.Start, end = chunk.Start + chunk.Used; offset < end;)
            {
                ref readonly OrderHead head = ref OrderRecord.HeadOf(ref Unsafe.Add(ref memory, offset));
                places[BucketOf(head.Key, shift, places.Length)]++;
                offset += head.Length;
            }
        }
        int sum = 0;
        foreach (ref int place in places)
            (place, sum) = (sum, sum + place);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(RowChunk[] chunks, int shift, Span<int> places, OrderRef[] orders)
    {
        for (int c = 0; c < chunks.Length; c++)
        {
            RowChunk chunk = chunks[c];
            ref byte memory = ref MemoryMarshal.GetArrayDataReference(chunk.Bytes);
            for (int offset = chunk.Start, end = chunk.Start + chunk.Used; offset < end;)
            {
                ref readonly OrderHead head = ref OrderRecord.HeadOf(ref Unsafe.Add(ref memory, offset));
                ref int place = ref places[BucketOf(head.Key, shift, places.Length)];
                orders[place++] = new OrderRef(head.Key, head.OccurredAtMicros, c, offset);
                offset += head.Length;
            }
        }
    }

    private static int BucketOf(ulong key, int shift, int buckets) => (int)(key >> shift) & (buckets - 1);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Span<RowRef> SortLines(ReadOnlySpan<OrderRef> orders, RowChunk[] chunks, RowContentComparer content, bool partsCustomers)
    {
        RowRef[] rows = _rows;
        int count = 0;
        for (int i = 0; i < orders.Length;)
        {
            int start = i, first = count;
            do
            {
                if (i + Ahead < orders.Length)
                    RecordMemory.Prefetch(chunks[orders[i + Ahead].Chunk].Bytes, orders[i + Ahead].Offset);
                count = AddLines(orders[i++], chunks, rows, count);
            }
            while (i < orders.Length && OrderRef.AreTied(orders[i], orders[start]) && (!partsCustomers || content.SameCustomer(orders[i], orders[start])));
            if (count - first > 1)
                SortTied(rows.AsSpan(first, count - first), content);
        }
        return rows.AsSpan(0, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AddLines(in OrderRef order, RowChunk[] chunks, RowRef[] rows, int count)
    {
        ref byte memory = ref MemoryMarshal.GetArrayDataReference(chunks[order.Chunk].Bytes);
        ref readonly OrderHead head = ref OrderRecord.HeadOf(ref Unsafe.Add(ref memory, order.Offset));
        int line = order.Offset + OrderRecord.FirstLineOf(head);
        for (int left = head.Lines; left > 0; left--)
        {
            LineHead numbers = OrderRecord.LineOf(ref Unsafe.Add(ref memory, line));
            rows[count++] = new RowRef(RowRef.KindAmountOf(numbers.Kind, numbers.Amount), order.Chunk, order.Offset, line);
            line += LineHead.Size + numbers.TextsLength;
        }
        return count;
    }

    // Rows that are equal in kind and amount, too, are few, so that looking at their content costs little.
    private static void SortTied(Span<RowRef> rows, RowContentComparer content)
    {
        NearlySorted.Sort(rows);
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i].KindAmount != rows[i - 1].KindAmount)
                continue;
            int start = i - 1;
            while (i < rows.Length && rows[i].KindAmount == rows[start].KindAmount)
                i++;
            rows[start..i].Sort(content.Compare);
        }
    }

    private static void PartCustomersOfOneKey(Span<OrderRef> orders, RowContentComparer content)
    {
        for (int i = 1; i < orders.Length; i++)
        {
            if (orders[i].Key != orders[i - 1].Key || content.SameCustomer(orders[i], orders[i - 1]))
                continue;
            ulong key = orders[i].Key;
            int start = i - 1, end = i + 1;
            while (start > 0 && orders[start - 1].Key == key)
                start--;
            while (end < orders.Length && orders[end].Key == key)
                end++;
            orders[start..end].Sort(content.CompareWithId);
            i = end - 1;
        }
    }
}
