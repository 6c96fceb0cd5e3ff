namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// A walk over the texts of a line, which are <see cref="PackedItems"/> or one item of variable length after another: 0 for no text, 1 with length and bytes for a text
/// outside the dictionary, else its dictionary number plus 2.
/// </summary>
internal ref struct TextItems(ReadOnlySpan<byte> bytes, bool isPacked)
{
    /// <summary>Most bytes of an item, besides the bytes of a text outside the dictionary.</summary>
    public const int MostItemBytes = 6;

    /// <summary>In the place of a dictionary number: there is no text.</summary>
    public const int NoText = -2;

    /// <summary>In the place of a dictionary number: the text itself follows.</summary>
    public const int Inline = -1;

    private const int FirstNumber = 2;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly bool _isPacked = isPacked;
    private int _at, _column;

    /// <summary>The next item: its dictionary number, <see cref="NoText"/>, or <see cref="Inline"/> with the text in <paramref name="inline"/>.</summary>
    public int Next(out ReadOnlySpan<byte> inline)
    {
        inline = default;
        if (_isPacked)
            return PackedItems.NumberAt(_bytes, _column++);
        int number = (int)ReadVarint() - FirstNumber;
        if (number != Inline)
            return number;
        int length = (int)ReadVarint();
        inline = _bytes.Slice(_at, length);
        _at += length;
        return Inline;
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
