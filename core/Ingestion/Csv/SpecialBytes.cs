using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>Walks through the positions of three byte values in a text, 64 bytes a step.</summary>
internal ref struct SpecialBytes
{
    private readonly ReadOnlySpan<byte> data;
    private readonly byte first;
    private readonly byte second;
    private readonly byte third;
    private int block;
    private ulong mask;

    public SpecialBytes(ReadOnlySpan<byte> data, byte first, byte second, byte third)
    {
        this.data = data;
        this.first = first;
        this.second = second;
        this.third = third;
        mask = MaskAt(0);
    }

    /// <summary>The next position, or the length of the text when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next()
    {
        while (mask == 0)
        {
            block += 64;
            if (block >= data.Length)
            {
                block = Math.Min(block, data.Length);
                return data.Length;
            }
            mask = MaskAt(block);
        }
        int position = block + BitOperations.TrailingZeroCount(mask);
        mask &= mask - 1;
        return position;
    }

    /// <summary>Goes on at <paramref name="position"/>, forwards or backwards.</summary>
    public void Seek(int position)
    {
        block = position & ~63;
        mask = block >= data.Length ? 0 : MaskAt(block) & (ulong.MaxValue << (position & 63));
    }

    private readonly ulong MaskAt(int start)
    {
        if (data.Length - start < 64)
            return TailMask(start);
        ref byte origin = ref Unsafe.Add(ref MemoryMarshal.GetReference(data), start);
        return HalfMask(ref origin) | ((ulong)HalfMask(ref Unsafe.Add(ref origin, 32)) << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly uint HalfMask(ref byte origin)
    {
        Vector256<byte> bytes = Vector256.LoadUnsafe(ref origin);
        Vector256<byte> hits = Vector256.Equals(bytes, Vector256.Create(first))
            | Vector256.Equals(bytes, Vector256.Create(second))
            | Vector256.Equals(bytes, Vector256.Create(third));
        return hits.ExtractMostSignificantBits();
    }

    private readonly ulong TailMask(int start)
    {
        ulong bits = 0;
        for (int i = start; i < data.Length; i++)
        {
            byte value = data[i];
            if (value == first || value == second || value == third)
                bits |= 1UL << (i - start);
        }
        return bits;
    }
}
