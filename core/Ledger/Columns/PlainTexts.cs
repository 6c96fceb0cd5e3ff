using System.Buffers.Binary;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>Walks over texts in plain encoding: four bytes of length, then the text.</summary>
internal static class PlainTexts
{
    /// <summary>The place of the text at <paramref name="at"/>, which moves behind it.</summary>
    public static (int Start, int Length) Next(ReadOnlySpan<byte> bytes, ref int at)
    {
        int length = bytes.Length - at < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
        int start = at + 4;
        if (length < 0 || length > bytes.Length - start)
            throw new InvalidDataException("A page of the ledger file is damaged.");
        at = start + length;
        return (start, length);
    }
}
