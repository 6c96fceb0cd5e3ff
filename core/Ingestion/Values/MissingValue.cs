using System.Runtime.CompilerServices;
using System.Text;

namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>The ways in which databases, spreadsheets and data frames write that there is no value.</summary>
internal static class MissingValue
{
    private static readonly byte[][] Names = [.. new[] { "NULL", "null", "NaN", "nan", "None", "NONE", "(null)", "undefined", "\\N", "NA", "N/A", "n/a", "#N/A", "#NV", "<NA>" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>For each byte, the most bytes of a missing value that begins with it.</summary>
    private static readonly int[] MostBytes = FindMostBytes();

    /// <summary>Whether a text is empty, blank, NULL, null, NaN, nan, None, NONE, (null), undefined, \N, NA, N/A, n/a, #N/A, its German #NV or &lt;NA&gt;.</summary>
    public static bool Is(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return true;
        if (!MayBe(text[0], text.Length))
            return false;
        foreach (byte[] name in Names)
        {
            if (text.SequenceEqual(name))
                return true;
        }
        return !text.ContainsAnyExcept((byte)' ', (byte)'\t');
    }

    /// <summary>Whether a text that begins with a byte and has some length may be a missing value; false for nearly every text that is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayBe(byte first, int length) => length <= MostBytes[first];

    /// <summary>For a first byte, the lengths of missing values that begin with it: a bit each.</summary>
    public static ulong LengthsOf(byte first)
    {
        if (first is (byte)' ' or (byte)'\t')
            return ulong.MaxValue;
        ulong lengths = 0;
        foreach (byte[] name in Names)
            lengths |= name[0] == first ? 1UL << name.Length : 0;
        return lengths;
    }

    private static int[] FindMostBytes()
    {
        int[] most = new int[256];
        foreach (byte[] name in Names)
            most[name[0]] = Math.Max(most[name[0]], name.Length);
        most[' '] = most['\t'] = int.MaxValue;
        return most;
    }
}
