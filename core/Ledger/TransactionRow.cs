using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ledger;

/// <summary>
/// One accepted row on its way into the ledger. The spans are only borrowed for the call that takes the row;
/// texts are UTF-8, and an empty text means that the column is absent or its cell empty.
/// </summary>
public readonly ref struct TransactionRow
{
    /// <summary>The customer id, 1 to <see cref="CustomerKey.MaxIdBytes"/> bytes.</summary>
    public required ReadOnlySpan<byte> CustomerId { get; init; }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    public required long OccurredAtMicros { get; init; }

    /// <summary>Signed amount in ten-thousandths; negative or zero for a refund, 0 for a free line.</summary>
    public required long Amount { get; init; }

    /// <summary>Purchase, refund or free line.</summary>
    public required TransactionKind Kind { get; init; }

    /// <summary>The order's id.</summary>
    public ReadOnlySpan<byte> OrderId { get; init; }

    /// <summary>The line's number in its order, from a mapped column; -1 where none is mapped.</summary>
    public int Line { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public ReadOnlySpan<byte> Currency { get; init; }

    /// <summary>Sales channel.</summary>
    public ReadOnlySpan<byte> Channel { get; init; }

    /// <summary>Product or product category.</summary>
    public ReadOnlySpan<byte> Product { get; init; }

    /// <summary>Country.</summary>
    public ReadOnlySpan<byte> Country { get; init; }

    /// <summary>Values of the mapped attribute columns in mapping order, joined by the byte 0x1F; empty where none are mapped.</summary>
    public ReadOnlySpan<byte> Attributes { get; init; }
}
