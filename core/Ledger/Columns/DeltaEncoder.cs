using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>Parquet's DELTA_BINARY_PACKED with blocks of 128 values in four miniblocks.</summary>
internal static class DeltaEncoder
{
    private const int BlockSize = 128;
    private const int MiniblockSize = 32;

    /// <summary>Appends the values; differences wrap around, so every 64-bit value is legal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ByteSink sink, ReadOnlySpan<long> values)
    {
        sink.WriteVarint(BlockSize);
        sink.WriteVarint(BlockSize / MiniblockSize);
        sink.WriteVarint((ulong)values.Length);
        sink.WriteZigZag(values.IsEmpty ? 0 : values[0]);
        Span<long> deltas = stackalloc long[BlockSize];
        for (int start = 1; start < values.Length; start += BlockSize)
        {
            int count = Math.Min(BlockSize, values.Length - start);
            long least = long.MaxValue;
            for (int i = 0; i < count; i++)
            {
                deltas[i] = unchecked(values[start + i] - values[start + i - 1]);
                least = Math.Min(least, deltas[i]);
            }
            for (int i = 0; i < count; i++)
                deltas[i] = unchecked(deltas[i] - least);
            deltas[count..].Clear();
            WriteBlock(sink, deltas, count, least);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteBlock(ByteSink sink, ReadOnlySpan<long> deltas, int count, long least)
    {
        sink.WriteZigZag(least);
        Span<byte> widths = stackalloc byte[BlockSize / MiniblockSize];
        for (int m = 0; m < widths.Length; m++)
        {
            ulong all = 0;
            foreach (long delta in deltas.Slice(m * MiniblockSize, MiniblockSize))
                all |= (ulong)delta;
            widths[m] = (byte)(64 - BitOperations.LeadingZeroCount(all));
        }
        sink.Write(widths);
        for (int m = 0; m * MiniblockSize < count; m++)
            WritePacked(sink, deltas.Slice(m * MiniblockSize, MiniblockSize), widths[m]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WritePacked(ByteSink sink, ReadOnlySpan<long> deltas, int width)
    {
        if (width == 0)
            return;
        int bytes = MiniblockSize / 8 * width;
        Span<byte> target = sink.Reserve(bytes + 8);
        ulong held = 0;
        int bits = 0, at = 0;
        foreach (long delta in deltas)
        {
            held |= (ulong)delta << bits;
            bits += width;
            if (bits < 64)
                continue;
            BinaryPrimitives.WriteUInt64LittleEndian(target[at..], held);
            at += 8;
            bits -= 64;
            held = bits == 0 ? 0 : (ulong)delta >> (width - bits);
        }
        if (bits > 0)
            BinaryPrimitives.WriteUInt64LittleEndian(target[at..], held);
        sink.Advance(bytes);
    }
}
