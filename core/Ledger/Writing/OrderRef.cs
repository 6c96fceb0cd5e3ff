using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Where an <see cref="OrderRecord"/> lies, with what orders are sorted by.</summary>
/// <param name="Key">Key of the customer.</param>
/// <param name="OccurredAtMicros">Instant.</param>
/// <param name="Chunk">Place of the chunk among those of the part.</param>
/// <param name="Offset">Place of the record in the memory of the chunk.</param>
internal readonly record struct OrderRef(ulong Key, long OccurredAtMicros, int Chunk, int Offset) : ISorted<OrderRef>
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Precedes(in OrderRef x, in OrderRef y) => x.Key != y.Key ? x.Key < y.Key : x.OccurredAtMicros < y.OccurredAtMicros;

    /// <summary>Whether only their lines tell in which order the rows of both come.</summary>
    public static bool AreTied(in OrderRef x, in OrderRef y) => x.OccurredAtMicros == y.OccurredAtMicros && x.Key == y.Key;

    /// <inheritdoc />
    public int CompareTo(OrderRef other) => Precedes(this, other) ? -1 : Precedes(other, this) ? 1 : 0;
}
