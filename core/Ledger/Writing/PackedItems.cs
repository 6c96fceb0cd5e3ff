using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// The dictionary numbers of a line's texts in fixed places: one word for currency, channel, product and country, further ones for three attributes each. An item is the number
/// plus 2, so that 0 stands for no text.
/// </summary>
internal static class PackedItems
{
    /// <summary>Most texts of a dictionary of any column but the first, whose numbers mostly are far smaller.</summary>
    public const int MostTexts = TextMask - FirstNumber;

    private const int FirstNumber = -TextItems.NoText;
    private const int CurrencyBits = 10, TextBits = 18, AttributesInWord = 3;
    private const int CurrencyMask = (1 << CurrencyBits) - 1, TextMask = (1 << TextBits) - 1;

    /// <summary>Words of a line.</summary>
    public static int WordsOf(int columns) => 1 + ((columns - LedgerLayout.FixedTexts + AttributesInWord - 1) / AttributesInWord);

    /// <summary>The item of a number or <see cref="TextItems.NoText"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ItemOf(int number) => (uint)(number + FirstNumber);

    /// <summary>Where the items of a column lie, and the greatest number that has room there.</summary>
    public static (int Word, int Shift, int MostNumber) PlaceOf(int column)
    {
        if (column == 0)
            return (0, 0, CurrencyMask - FirstNumber);
        if (column < LedgerLayout.FixedTexts)
            return (0, CurrencyBits + ((column - 1) * TextBits), TextMask - FirstNumber);
        int attribute = column - LedgerLayout.FixedTexts;
        return (1 + (attribute / AttributesInWord), attribute % AttributesInWord * TextBits, TextMask - FirstNumber);
    }

    /// <summary>Reads the numbers of all columns, of which there are at least <see cref="LedgerLayout.FixedTexts"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte items, Span<int> numbers)
    {
        ulong word = Unsafe.ReadUnaligned<ulong>(ref items);
        numbers[3] = (int)(word >> (CurrencyBits + (2 * TextBits))) - FirstNumber;
        numbers[0] = ((int)word & CurrencyMask) - FirstNumber;
        numbers[1] = ((int)(word >> CurrencyBits) & TextMask) - FirstNumber;
        numbers[2] = ((int)(word >> (CurrencyBits + TextBits)) & TextMask) - FirstNumber;
        if (numbers.Length > LedgerLayout.FixedTexts)
            ReadAttributes(ref Unsafe.Add(ref items, sizeof(ulong)), numbers[LedgerLayout.FixedTexts..]);
    }

    /// <summary>Reads the number of one column.</summary>
    public static int NumberAt(ReadOnlySpan<byte> items, int column)
    {
        (int word, int shift, _) = PlaceOf(column);
        return ((int)(BinaryPrimitives.ReadUInt64LittleEndian(items[(word * sizeof(ulong))..]) >> shift) & (column == 0 ? CurrencyMask : TextMask)) - FirstNumber;
    }

    private static void ReadAttributes(ref byte words, Span<int> numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            ulong word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref words, i / AttributesInWord * sizeof(ulong)));
            numbers[i] = ((int)(word >> (i % AttributesInWord * TextBits)) & TextMask) - FirstNumber;
        }
    }
}
