using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>Parquet's RLE and bit-packing hybrid, for dictionary indices and definition levels.</summary>
internal static class RunLengthEncoder
{
    /// <summary>Bits that hold every index below <paramref name="count"/>; at least one, because some readers refuse none.</summary>
    public static int BitWidth(int count) => Math.Max(1, 32 - BitOperations.LeadingZeroCount((uint)Math.Max(0, count - 1)));

    /// <summary>Appends the values as runs where eight or more are equal, else bit-packed in groups of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ByteSink sink, ReadOnlySpan<int> values, int bitWidth)
    {
        int i = 0;
        while (i < values.Length)
        {
            int run = RunAt(values, i);
            if (run >= 8)
            {
                WriteRun(sink, values[i], run, bitWidth);
                i += run;
                continue;
            }
            int start = i;
            do
            {
                i += 8;
            }
            while (i < values.Length && RunAt(values, i) < 8);
            WritePacked(sink, values[start..Math.Min(i, values.Length)], bitWidth);
        }
    }

    /// <summary>Appends one value repeated.</summary>
    public static void WriteRun(ByteSink sink, int value, int count, int bitWidth)
    {
        sink.WriteVarint((ulong)(uint)count << 1);
        for (int bits = 0; bits < bitWidth; bits += 8)
            sink.WriteByte((byte)(value >> bits));
    }

    // Only whether a run reaches eight matters until it does; then it is followed to its end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int RunAt(ReadOnlySpan<int> values, int start)
    {
        int first = values[start];
        int i = start + 1;
        int near = Math.Min(values.Length, start + 8);
        while (i < near && values[i] == first)
            i++;
        if (i < near || near == values.Length)
            return i - start;
        int rest = values[i..].IndexOfAnyExcept(first);
        return rest < 0 ? values.Length - start : i + rest - start;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WritePacked(ByteSink sink, ReadOnlySpan<int> values, int bitWidth)
    {
        int groups = (values.Length + 7) / 8;
        sink.WriteVarint((ulong)(uint)groups << 1 | 1);
        int bytes = groups * bitWidth;
        Span<byte> target = sink.Reserve(bytes + 8);
        ulong held = 0;
        int bits = 0, at = 0;
        foreach (int value in values)
        {
            held |= (ulong)(uint)value << bits;
            bits += bitWidth;
            if (bits >= 32)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(target[at..], (uint)held);
                held >>= 32;
                bits -= 32;
                at += 4;
            }
        }
        while (at < bytes)
        {
            target[at++] = (byte)held;
            held >>= 8;
        }
        sink.Advance(bytes);
    }
}
