using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>The numbers at the head of a <see cref="RowRecord"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct RowHead(ulong Key, long OccurredAtMicros, long Amount, int Line, ushort OrderLength, byte LastOfId, byte KindNumber, ushort Length)
{
    public const int Size = 34;
}

/// <summary>
/// One row in a chunk: 34 bytes of numbers, the customer id, the order id, then one item for each text column: 0 for no
/// text, 1 with length and bytes for a text outside the dictionary, else its dictionary number plus 2.
/// </summary>
internal readonly ref struct RowRecord
{
    public const int FixedSize = RowHead.Size;

    /// <summary>Bytes behind every record within its chunk, so that short texts can be copied and read by a fixed number of bytes.</summary>
    public const int Slack = 16;

    private const int TimeAt = 8, AmountAt = 16, RestAt = 24, LengthAt = 32;

    /// <summary>Most bytes of a text item, besides the bytes of a text outside the dictionary.</summary>
    public const int MostItemBytes = 6;

    /// <summary>In the place of a dictionary number: there is no text.</summary>
    public const int NoText = -2;

    /// <summary>In the place of a dictionary number: the text itself follows.</summary>
    public const int Inline = -1;

    private const int FirstNumber = 2;
    private readonly ReadOnlySpan<byte> _bytes;

    public RowRecord(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The numbers; taken once where several are needed.</summary>
    public ref readonly RowHead Head => ref MemoryMarshal.AsRef<RowHead>(_bytes);

    public ulong Key => Head.Key;

    public long OccurredAtMicros => Head.OccurredAtMicros;

    public long Amount => Head.Amount;

    public int Line => Head.Line;

    public TransactionKind Kind => (TransactionKind)Head.KindNumber;

    private int OrderLength => Head.OrderLength;

    private int IdLength => Head.LastOfId + 1;

    /// <summary>Bytes of the whole record; 0 where it is longer than 65,535 and so alone in its chunk.</summary>
    public int Length => Head.Length;

    public ReadOnlySpan<byte> CustomerId => _bytes.Slice(FixedSize, IdLength);

    public ReadOnlySpan<byte> OrderId => _bytes.Slice(FixedSize + IdLength, OrderLength);

    /// <summary>The text items, to be read in column order.</summary>
    public TextItems Texts => new(_bytes[(FixedSize + IdLength + OrderLength)..]);

    /// <summary>Writes the numbers of a record of known length, field by field: a head built first and then copied would be waited for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteNumbers(
        ref byte target, ulong key, long micros, long amount, int line, int orderLength, int customerLength, TransactionKind kind, int length)
    {
        Unsafe.WriteUnaligned(ref target, key);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, TimeAt), micros);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, AmountAt), amount);
        ulong rest = (uint)line | ((ulong)orderLength << 32) | ((ulong)(customerLength - 1) << 48) | ((ulong)kind << 56);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, RestAt), rest);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, LengthAt), length <= ushort.MaxValue ? (ushort)length : (ushort)0);
    }

    /// <summary>The numbers of a record but those it is sorted by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (int Line, int OrderLength, int CustomerLength, int Kind, long Amount) NumbersOf(ref byte record)
    {
        ulong rest = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref record, RestAt));
        return ((int)rest, (ushort)(rest >> 32), (byte)(rest >> 48) + 1, (byte)(rest >> 56), Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref record, AmountAt)));
    }

    /// <summary>Reads items that are dictionary numbers of at most two bytes, and eight bytes together; false where they are not that plain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryItems(ref byte items, Span<int> numbers)
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

    /// <summary>A walk over a row's text items.</summary>
    public ref struct TextItems(ReadOnlySpan<byte> bytes)
    {
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

        /// <summary>Bytes walked over so far.</summary>
        public readonly int Length => _at;

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
}
