using System.Buffers;
using System.Runtime.InteropServices;

namespace ServerlessSeg.Core.Rfm;

/// <summary>
/// Sorts finite numbers by their bits, eleven at a time from the lowest: several times faster than comparing for the millions of values of
/// a base.
/// </summary>
internal static class RadixSort
{
    private const int DigitBits = 11;
    private const int Digits = 6;
    private const int Buckets = 1 << DigitBits;
    private const int WorthIt = 16_384;

    /// <summary>Sorts ascending in place.</summary>
    public static void Sort(Span<double> values)
    {
        if (values.Length < WorthIt)
        {
            values.Sort();
            return;
        }
        ulong[] scratch = ArrayPool<ulong>.Shared.Rent(values.Length);
        Span<ulong> own = MemoryMarshal.Cast<double, ulong>(values), from = own, to = scratch.AsSpan(0, values.Length);
        int[] counts = new int[Digits * Buckets];
        foreach (ref ulong key in own)
        {
            key = Ordered(key);
            for (int d = 0; d < Digits; d++)
                counts[(d * Buckets) + Digit(key, d)]++;
        }
        for (int d = 0; d < Digits; d++)
        {
            Span<int> starts = counts.AsSpan(d * Buckets, Buckets);
            if (starts[Digit(from[0], d)] == values.Length)
                continue;
            int start = 0;
            foreach (ref int count in starts)
                (count, start) = (start, start + count);
            foreach (ulong key in from)
                to[starts[Digit(key, d)]++] = key;
            Span<ulong> sorted = to;
            to = from;
            from = sorted;
        }
        for (int i = 0; i < own.Length; i++)
            own[i] = from[i] ^ (from[i] >> 63 == 0 ? ulong.MaxValue : 1UL << 63);
        ArrayPool<ulong>.Shared.Return(scratch);
    }

    private static int Digit(ulong key, int digit) => (int)(key >> (digit * DigitBits)) & (Buckets - 1);

    // Flipping the sign bit of positive numbers and every bit of negative ones puts the bits into the order of the numbers.
    private static ulong Ordered(ulong bits) => bits ^ (bits >> 63 == 0 ? 1UL << 63 : ulong.MaxValue);
}
