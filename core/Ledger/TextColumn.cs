using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ServerlessSeg.Core.Ledger.Writing;

namespace ServerlessSeg.Core.Ledger;

/// <summary>The texts of one column of a <see cref="TransactionBatch"/>: places within a piece of memory that several columns may share.</summary>
public sealed class TextColumn
{
    private byte[] _bytes = [];

    internal int[] Starts { get; } = new int[TransactionBatch.Capacity];

    internal int[] Lengths { get; } = new int[TransactionBatch.Capacity];

    /// <summary>What stands for a row without a text; may be empty.</summary>
    internal byte[] Constant { get; init; } = [];

    internal ref byte[] Bytes => ref _bytes;

    /// <summary>The text of a row, UTF-8; empty where there is none.</summary>
    public ReadOnlySpan<byte> this[int row] => Lengths[row] == 0 ? Constant : Written(row);

    /// <summary>Memory of the column's own, for values that are not texts where they come from.</summary>
    internal byte[] Own { get; set; } = [];

    /// <summary>What is written in the row itself.</summary>
    internal ReadOnlySpan<byte> Written(int row) => _bytes.AsSpan(Starts[row], Lengths[row]);

    /// <summary>Writes what is written in the row to a place that has <see cref="OrderRecord.Slack"/> bytes more than it needs, and may overwrite those.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CopyTo(int row, ref byte target)
    {
        int start = Starts[row], length = Lengths[row];
        if (length <= Vector128<byte>.Count && start <= _bytes.Length - Vector128<byte>.Count)
            Vector128.LoadUnsafe(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), start)).StoreUnsafe(ref target);
        else
            Written(row).CopyTo(MemoryMarshal.CreateSpan(ref target, length));
    }

    /// <summary>Whether a row, not the first, has written in it what the row before it has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Repeats(int row)
    {
        int start = Starts[row], before = Starts[row - 1], length = Lengths[row];
        if (length != Lengths[row - 1])
            return false;
        if (length > Vector128<byte>.Count || Math.Max(start, before) > _bytes.Length - Vector128<byte>.Count)
            return Written(row).SequenceEqual(Written(row - 1));
        ref byte bytes = ref MemoryMarshal.GetArrayDataReference(_bytes);
        Vector128<byte> equal = Vector128.Equals(Vector128.LoadUnsafe(ref Unsafe.Add(ref bytes, start)), Vector128.LoadUnsafe(ref Unsafe.Add(ref bytes, before)));
        return (~equal.ExtractMostSignificantBits() & ((1u << length) - 1)) == 0;
    }

    /// <summary>Puts a row in the place of another.</summary>
    internal void Move(int from, int to)
    {
        Starts[to] = Starts[from];
        Lengths[to] = Lengths[from];
    }
}
