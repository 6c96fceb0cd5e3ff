using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Where a row lies, with what rows of one customer and instant are mostly sorted by: equal ones are told apart by their content.</summary>
/// <param name="KindAmount">Kind, then amount, as one number; amounts beyond what it holds are equal in it.</param>
/// <param name="Chunk">Place of the chunk among those of the part.</param>
/// <param name="Order">Place of the <see cref="OrderRecord"/> in the memory of the chunk.</param>
/// <param name="Line">Place of the line in that memory.</param>
internal readonly record struct RowRef(long KindAmount, int Chunk, int Order, int Line) : ISorted<RowRef>
{
    private const int AmountBits = 61;
    private const long MostAmount = (1L << (AmountBits - 1)) - 1;

    /// <summary>Kind and amount in the order in which the ledger has them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long KindAmountOf(TransactionKind kind, long amount) => ((long)kind << AmountBits) + Math.Clamp(amount, -MostAmount, MostAmount);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Precedes(in RowRef x, in RowRef y) => x.KindAmount < y.KindAmount;

    /// <inheritdoc />
    public int CompareTo(RowRef other) => KindAmount.CompareTo(other.KindAmount);
}
