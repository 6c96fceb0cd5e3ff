using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>The first and the last eight bytes of a text, and its length: all of a text of at most sixteen bytes, compared without a loop.</summary>
internal readonly record struct ShortText(ulong Head, ulong Tail, int Length)
{
    private const int MostBytes = 2 * sizeof(ulong);

    /// <summary>Whether equal ends mean equal texts.</summary>
    public bool IsWhole => Length <= MostBytes;

    /// <summary>The ends of a text with <see cref="OrderRecord.Slack"/> bytes behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShortText Of(ref byte text, int length)
    {
        ulong head = Unsafe.ReadUnaligned<ulong>(ref text);
        if (length >= sizeof(ulong))
            return new ShortText(head, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, length - sizeof(ulong))), length);
        return new ShortText(head & ((1UL << (length * 8)) - 1), 0, length);
    }
}
