using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>Reads the numbers that most files have: up to seven digits with a separator before the last two, or up to eight without any.</summary>
internal static class PlainAmount
{
    private const int MostBytes = 8;
    private const int SeparatorBits = 5 * 8;
    private const ulong Zeros = 0x3030303030303030;

    /// <summary>
    /// Reads a number that is not negative; false where it is written in any other way, or ends within the first eight bytes of <paramref name="bytes"/>.
    /// </summary>
    /// <param name="bytes">What the text lies in.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="length">Its length.</param>
    /// <param name="separator">The sign before decimals.</param>
    /// <param name="hundredths">The number in hundredths.</param>
    /// <param name="hasDecimals">Whether it has decimals: two of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> bytes, int end, int length, byte separator, out long hundredths, out bool hasDecimals)
    {
        if ((uint)(length - 1) >= MostBytes || end < MostBytes || end > bytes.Length)
        {
            (hundredths, hasDecimals) = (0, false);
            return false;
        }
        ulong text = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), end - MostBytes));
        int missing = (MostBytes - length) * 8;
        // Bytes before the number become leading zeros.
        text = (text >> missing << missing) | (Zeros & ~(ulong.MaxValue << missing));
        hasDecimals = length > 3 && (byte)(text >> SeparatorBits) == separator;
        ulong joined = (text & 0xFFFF_0000_0000_0000) | ((text & 0xFF_FFFF_FFFF) << 8) | (byte)'0';
        text = hasDecimals ? joined : text;
        hundredths = ValueOf(text) * (hasDecimals ? 1 : 100);
        return AreDigits(text);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreDigits(ulong text) => ((text + 0x4646464646464646) | (text - Zeros)) is var marks && (marks & 0x8080808080808080) == 0;

    // Pairs of digits, then of pairs, then of fours are put together in one step each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ValueOf(ulong text)
    {
        ulong digits = text - Zeros;
        digits = (digits * 10) + (digits >> 8);
        return (long)((((digits & 0x000000FF000000FF) * 0x000F424000000064) + (((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32);
    }
}
