using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>What all lines of an <see cref="OrderRecord"/> share, in numbers.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct OrderHead(ulong Key, long OccurredAtMicros, int Length, ushort OrderLength, byte LastOfId, byte Lines)
{
    public const int Size = 24;
}

/// <summary>The numbers of one line, and how many bytes its texts take in which form.</summary>
internal readonly record struct LineHead(long Amount, int Line, int TextsLength, TransactionKind Kind, bool IsPacked)
{
    public const int Size = 16;
}

/// <summary>
/// Rows in a chunk that come one after another and share order, customer and instant, as the lines of an order mostly do: a head of 24 bytes, the
/// customer id, the order id, then each line: 16 bytes of numbers and its texts as <see cref="PackedItems"/> or other <see cref="TextItems"/>.
/// </summary>
internal static class OrderRecord
{
    /// <summary>Most lines of a record; a longer order has several.</summary>
    public const int MostLines = 16;

    /// <summary>Most bytes of the texts of a line.</summary>
    public const int MostTextsBytes = (1 << TextsBits) - 1;

    /// <summary>Bytes behind every record within its chunk, so that short texts can be copied and read by a fixed number of bytes.</summary>
    public const int Slack = 16;

    private const int MicrosAt = 8, RestAt = 16;
    private const int TextsBits = 28, TextsAt = 32, KindAt = TextsAt + TextsBits, PackedAt = 63, KindMask = 7;

    /// <summary>The head of the record that begins there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref readonly OrderHead HeadOf(ref byte record) => ref Unsafe.As<byte, OrderHead>(ref record);

    /// <summary>Writes the head field by field: one built first and then copied would be waited for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteHead(ref byte record, ulong key, long micros, int length, int orderLength, int customerLength, int lines)
    {
        Unsafe.WriteUnaligned(ref record, key);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref record, MicrosAt), micros);
        ulong rest = (uint)length | ((ulong)orderLength << 32) | ((ulong)(customerLength - 1) << 48) | ((ulong)lines << 56);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref record, RestAt), rest);
    }

    /// <summary>The numbers of a line, whose texts follow them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LineHead LineOf(ref byte line)
    {
        ulong rest = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref line, sizeof(long)));
        return new LineHead(Unsafe.ReadUnaligned<long>(ref line), (int)rest, (int)(rest >> TextsAt) & MostTextsBytes, (TransactionKind)((int)(rest >> KindAt) & KindMask), (long)rest < 0);
    }

    /// <summary>Writes the numbers of a line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteLine(ref byte target, long amount, int line, int textsLength, TransactionKind kind, bool isPacked)
    {
        Unsafe.WriteUnaligned(ref target, amount);
        ulong rest = (uint)line | ((ulong)textsLength << TextsAt) | ((ulong)kind << KindAt) | (isPacked ? 1UL << PackedAt : 0);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, sizeof(long)), rest);
    }

    /// <summary>Bytes from the beginning of a record to its first line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FirstLineOf(in OrderHead head) => OrderHead.Size + head.LastOfId + 1 + head.OrderLength;

    public static ReadOnlySpan<byte> CustomerIdOf(ReadOnlySpan<byte> record) => record.Slice(OrderHead.Size, MemoryMarshal.AsRef<OrderHead>(record).LastOfId + 1);

    public static ReadOnlySpan<byte> OrderIdOf(ReadOnlySpan<byte> record)
    {
        ref readonly OrderHead head = ref MemoryMarshal.AsRef<OrderHead>(record);
        return record.Slice(OrderHead.Size + head.LastOfId + 1, head.OrderLength);
    }
}
