using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>
/// Expands Snappy blocks (format_description.txt of google/snappy). The usual decoder takes a copy from where nothing was written yet, which only
/// damage makes, for whatever its memory held before: another file's bytes. Here every tag is checked as it is carried out, straight into the target.
/// </summary>
internal static class SnappyExpansion
{
    private const int LongestLiteralInTag = 60, Step = 16;

    /// <summary>Expands a block; false where it is damaged or does not have exactly the size of the target, whose content is then of no use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryExpand(ReadOnlySpan<byte> block, Span<byte> target)
    {
        int at = 0, written = 0;
        if (!TryReadSize(block, ref at, out long announced) || announced != target.Length)
            return false;
        ref byte source = ref MemoryMarshal.GetReference(block);
        ref byte output = ref MemoryMarshal.GetReference(target);
        while (at < block.Length)
        {
            int tag = block[at++];
            int length = (tag >> 2) + 1;
            if ((tag & 3) == 0)
            {
                if (length <= Step && block.Length - at >= Step && target.Length - written >= Step)
                {
                    Vector128.LoadUnsafe(ref source, (nuint)at).StoreUnsafe(ref output, (nuint)written);
                }
                else
                {
                    if (length > LongestLiteralInTag && !TryReadLength(block, ref at, ref length))
                        return false;
                    if (length > block.Length - at || length > target.Length - written)
                        return false;
                    block.Slice(at, length).CopyTo(target[written..]);
                }
                at += length;
                written += length;
                continue;
            }
            if (!TryReadOffset(block, ref at, tag, ref length, out uint offset) || offset - 1 >= (uint)written || length > target.Length - written)
                return false;
            Copy(ref output, written, (int)offset, length, target.Length);
            written += length;
        }
        return written == target.Length;
    }

    // Whole steps may write more than was asked for: what follows is written later.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref byte output, int written, int offset, int length, int size)
    {
        ref byte to = ref Unsafe.Add(ref output, written);
        ref byte from = ref Unsafe.Subtract(ref to, offset);
        if (offset >= Step && size - written >= length + Step)
        {
            for (int i = 0; i < length; i += Step)
                Vector128.LoadUnsafe(ref from, (nuint)i).StoreUnsafe(ref to, (nuint)i);
        }
        else if (offset >= sizeof(ulong) && size - written >= length + sizeof(ulong))
        {
            for (int i = 0; i < length; i += sizeof(ulong))
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, i), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, i)));
        }
        else
        {
            for (int i = 0; i < length; i++)
                Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadOffset(ReadOnlySpan<byte> block, ref int at, int tag, ref int length, out uint offset)
    {
        offset = 0;
        switch (tag & 3)
        {
            case 1 when block.Length - at >= 1:
                length = ((tag >> 2) & 7) + 4;
                offset = ((uint)(tag >> 5) << 8) | block[at];
                at += 1;
                return true;
            case 2 when block.Length - at >= sizeof(ushort):
                offset = BinaryPrimitives.ReadUInt16LittleEndian(block[at..]);
                at += sizeof(ushort);
                return true;
            case 3 when block.Length - at >= sizeof(uint):
                offset = BinaryPrimitives.ReadUInt32LittleEndian(block[at..]);
                at += sizeof(uint);
                return true;
            default:
                return false;
        }
    }

    private static bool TryReadSize(ReadOnlySpan<byte> block, ref int at, out long size)
    {
        size = 0;
        for (int shift = 0; shift < 35 && at < block.Length; shift += 7)
        {
            byte next = block[at++];
            size |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
                return true;
        }
        return false;
    }

    // The length of a long literal, less one, stands behind its tag, in one to four bytes.
    private static bool TryReadLength(ReadOnlySpan<byte> block, ref int at, ref int length)
    {
        int bytes = length - LongestLiteralInTag;
        if (block.Length - at < bytes)
            return false;
        long longer = 1;
        for (int i = 0; i < bytes; i++)
            longer += (long)block[at++] << (8 * i);
        length = (int)Math.Min(longer, int.MaxValue);
        return true;
    }
}
