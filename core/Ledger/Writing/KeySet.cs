using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Distinct keys in order, in chunks of the pool that the rows lie in: one budget holds both, and keys grow without a copy of what is there.</summary>
internal sealed class KeySet(RowChunkPool pool)
{
    private readonly int _placeBits = BitOperations.Log2((uint)pool.ChunkSize / sizeof(ulong));
    private readonly List<RowChunk> _chunks = [];

    /// <summary>Distinct keys so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the keys of orders, which are sorted by them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<OrderRef> orders)
    {
        if (Count == 0)
        {
            AddFirst(orders);
            return;
        }
        int more = CountNew(orders);
        if (more == 0)
            return;
        int count = Count + more;
        EnsureRoom(count);
        // From the end, so that what is there moves at most once.
        int known = Count - 1, order = orders.Length - 1;
        for (int place = count - 1; place > known; place--)
        {
            ulong key = orders[order].Key;
            if (known >= 0 && At(known) >= key)
            {
                order -= At(known) == key ? RunBefore(orders, order) : 0;
                At(place) = At(known--);
                continue;
            }
            At(place) = key;
            order -= RunBefore(orders, order);
        }
        Count = count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddFirst(ReadOnlySpan<OrderRef> orders)
    {
        int count = 0;
        foreach (OrderRef order in orders)
        {
            if (count > 0 && At(count - 1) == order.Key)
                continue;
            EnsureRoom(count + 1);
            At(count++) = order.Key;
        }
        Count = count;
    }

    private void EnsureRoom(int count)
    {
        while ((long)_chunks.Count << _placeBits < count)
            _chunks.Add(pool.Rent(sizeof(ulong) << _placeBits));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref ulong At(int place)
    {
        RowChunk chunk = _chunks[place >> _placeBits];
        int at = (place & ((1 << _placeBits) - 1)) * sizeof(ulong);
        return ref Unsafe.As<byte, ulong>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(chunk.Bytes), chunk.Start + at));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int CountNew(ReadOnlySpan<OrderRef> orders)
    {
        int more = 0, known = 0;
        for (int order = 0; order < orders.Length; order++)
        {
            ulong key = orders[order].Key;
            if (order > 0 && key == orders[order - 1].Key)
                continue;
            while (known < Count && At(known) < key)
                known++;
            more += known < Count && At(known) == key ? 0 : 1;
        }
        return more;
    }

    // Orders of one key that end there.
    private static int RunBefore(ReadOnlySpan<OrderRef> orders, int last)
    {
        int length = 1;
        while (last >= length && orders[last - length].Key == orders[last].Key)
            length++;
        return length;
    }
}
