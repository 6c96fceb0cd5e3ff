namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>
/// Walks the tags of a compressed page before it is expanded. The decoder takes a copy from where nothing was written yet, which only damage
/// makes, for whatever its memory held before: another file's bytes.
/// </summary>
internal static class SnappyTags
{
    /// <summary>Whether every copy refers to what lies before it, and the tags come to the size that the page announces.</summary>
    public static bool AreSound(ReadOnlySpan<byte> page)
    {
        int at = 0;
        if (!TryReadSize(page, ref at, out long announced))
            return false;
        long written = 0;
        while (at < page.Length)
        {
            int tag = page[at++];
            if ((tag & 3) == 0)
            {
                long literal = (tag >> 2) + 1;
                if (literal > 60 && !TryReadNumber(page, ref at, (int)literal - 60, ref literal))
                    return false;
                if (literal > page.Length - at)
                    return false;
                at += (int)literal;
                written += literal;
                continue;
            }
            int offsetBytes = (tag & 3) switch { 1 => 1, 2 => 2, _ => 4 };
            if (page.Length - at < offsetBytes)
                return false;
            (int length, uint offset) = offsetBytes switch
            {
                1 => (((tag >> 2) & 7) + 4, ((uint)(tag >> 5) << 8) | page[at]),
                2 => ((tag >> 2) + 1, page[at] | ((uint)page[at + 1] << 8)),
                _ => ((tag >> 2) + 1, System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(page[at..])),
            };
            if (offset == 0 || offset > written)
                return false;
            at += offsetBytes;
            written += length;
        }
        return written == announced;
    }

    private static bool TryReadSize(ReadOnlySpan<byte> page, ref int at, out long size)
    {
        size = 0;
        for (int shift = 0; shift < 35 && at < page.Length; shift += 7)
        {
            byte next = page[at++];
            size |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
                return true;
        }
        return false;
    }

    // The length of a long literal, less one, in up to four bytes.
    private static bool TryReadNumber(ReadOnlySpan<byte> page, ref int at, int bytes, ref long literal)
    {
        if (page.Length - at < bytes)
            return false;
        literal = 1;
        for (int i = 0; i < bytes; i++)
            literal += (long)page[at++] << (8 * i);
        return true;
    }
}
