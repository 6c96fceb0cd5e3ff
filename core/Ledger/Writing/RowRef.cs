using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Where a row lies, with all that it is mostly sorted by: equal ones are told apart by their content.</summary>
/// <param name="Key">Key of the customer.</param>
/// <param name="OccurredAtMicros">Instant.</param>
/// <param name="KindAmount">Kind, then amount, as one number; amounts beyond what it holds are equal in it.</param>
/// <param name="Chunk">Place of the chunk among those of the part.</param>
/// <param name="Offset">Place of the row in the memory of the chunk.</param>
internal readonly record struct RowRef(ulong Key, long OccurredAtMicros, long KindAmount, int Chunk, int Offset) : IComparable<RowRef>
{
    private const int AmountBits = 61;
    private const long MostAmount = (1L << (AmountBits - 1)) - 1;

    /// <summary>Kind and amount in the order in which the ledger has them.</summary>
    public static long KindAmountOf(byte kind, long amount) => ((long)kind << AmountBits) + Math.Clamp(amount, -MostAmount, MostAmount);

    /// <inheritdoc />
    public int CompareTo(RowRef other) => Precedes(this, other) ? -1 : Precedes(other, this) ? 1 : 0;

    /// <summary>Whether one comes before another, by all that both name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Precedes(in RowRef x, in RowRef y)
    {
        if (x.Key != y.Key)
            return x.Key < y.Key;
        return x.OccurredAtMicros != y.OccurredAtMicros ? x.OccurredAtMicros < y.OccurredAtMicros : x.KindAmount < y.KindAmount;
    }

    /// <summary>Whether only the content tells two rows apart.</summary>
    public static bool AreTied(in RowRef x, in RowRef y) => x.Key == y.Key && x.OccurredAtMicros == y.OccurredAtMicros && x.KindAmount == y.KindAmount;
}
