using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// A walk over the texts of a line as an <see cref="OrderRecord"/> holds them, one item a text column: 0 for no text, 1 with length and bytes for a text
/// outside the dictionary, else its dictionary number plus 2.
/// </summary>
internal ref struct TextItems(ReadOnlySpan<byte> bytes)
{
    /// <summary>Most bytes of an item, besides the bytes of a text outside the dictionary.</summary>
    public const int MostItemBytes = 6;

    /// <summary>In the place of a dictionary number: there is no text.</summary>
    public const int NoText = -2;

    /// <summary>In the place of a dictionary number: the text itself follows.</summary>
    public const int Inline = -1;

    private const int FirstNumber = 2;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>The next item: its dictionary number, <see cref="NoText"/>, or <see cref="Inline"/> with the text in <paramref name="inline"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(out ReadOnlySpan<byte> inline)
    {
        inline = default;
        int number = (int)ReadVarint() - FirstNumber;
        if (number != Inline)
            return number;
        int length = (int)ReadVarint();
        inline = _bytes.Slice(_at, length);
        _at += length;
        return Inline;
    }

    /// <summary>Reads items that are dictionary numbers of at most two bytes, and eight bytes together; false where they are not that plain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ref byte items, Span<int> numbers)
    {
        ulong packed = Unsafe.ReadUnaligned<ulong>(ref items);
        if (numbers.Length > sizeof(ulong) / 2)
            return false;
        for (int i = 0; i < numbers.Length; i++)
        {
            uint item = (uint)packed;
            bool isLong = (item & 0x80) != 0;
            uint value = isLong ? (item & 0x7F) | ((item >> 1) & 0x3F80) : item & 0x7F;
            if ((isLong && (item & 0x8000) != 0) || value == Inline + FirstNumber)
                return false;
            numbers[i] = (int)value - FirstNumber;
            packed >>= isLong ? 16 : 8;
        }
        return true;
    }

    /// <summary>The item of a dictionary number or <see cref="NoText"/>, the first byte lowest, and how many bytes it has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (ulong Item, int Bytes) ItemOf(int number)
    {
        uint value = (uint)(number + FirstNumber);
        if (value < 0x80)
            return (value, 1);
        if (value < 0x4000)
            return ((value & 0x7F) | 0x80 | ((value >> 7) << 8), 2);
        return LongItemOf(value);
    }

    private static (ulong Item, int Bytes) LongItemOf(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        int length = WriteVarint(bytes, value);
        return (MemoryMarshal.Read<ulong>(bytes) & ((1UL << (length * 8)) - 1), length);
    }

    public static int WriteNoText(Span<byte> target)
    {
        target[0] = NoText + FirstNumber;
        return 1;
    }

    public static int WriteNumber(Span<byte> target, int number) => WriteVarint(target, (uint)number + FirstNumber);

    public static int WriteInline(Span<byte> target, ReadOnlySpan<byte> text)
    {
        target[0] = Inline + FirstNumber;
        int at = 1 + WriteVarint(target[1..], (uint)text.Length);
        text.CopyTo(target[at..]);
        return at + text.Length;
    }

    private static int WriteVarint(Span<byte> target, uint value)
    {
        if (value < 0x80)
        {
            target[0] = (byte)value;
            return 1;
        }
        int n = 0;
        while (value >= 0x80)
        {
            target[n++] = (byte)(value | 0x80);
            value >>= 7;
        }
        target[n++] = (byte)value;
        return n;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint ReadVarint()
    {
        uint value = _bytes[_at++];
        return value < 0x80 ? value : ReadRest(value & 0x7F);
    }

    private uint ReadRest(uint value)
    {
        for (int shift = 7; ; shift += 7)
        {
            uint next = _bytes[_at++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
