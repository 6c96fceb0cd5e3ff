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
    public static void Sort(double[] values)
    {
        if (values.Length < WorthIt)
        {
            Array.Sort(values);
            return;
        }
        ulong[] from = new ulong[values.Length], to = new ulong[values.Length];
        int[] counts = new int[Digits * Buckets];
        for (int i = 0; i < values.Length; i++)
        {
            ulong key = Ordered(values[i]);
            from[i] = key;
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
            (from, to) = (to, from);
        }
        Span<ulong> bits = MemoryMarshal.Cast<double, ulong>(values.AsSpan());
        for (int i = 0; i < bits.Length; i++)
            bits[i] = from[i] ^ (from[i] >> 63 == 0 ? ulong.MaxValue : 1UL << 63);
    }

    private static int Digit(ulong key, int digit) => (int)(key >> (digit * DigitBits)) & (Buckets - 1);

    // Flipping the sign bit of positive numbers and every bit of negative ones puts the bits into the order of the numbers.
    private static ulong Ordered(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        return bits ^ (bits >> 63 == 0 ? 1UL << 63 : ulong.MaxValue);
    }
}
