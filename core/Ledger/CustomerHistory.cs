using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ledger;

/// <summary>
/// All that the ledger holds of one customer, deduplicated between files and in an order that does not depend on how the
/// transactions were split into files. One instance is reused by the merge: what is needed longer is copied.
/// </summary>
public abstract class CustomerHistory
{
    /// <summary>XXH3-64 of the id.</summary>
    public abstract ulong Key { get; }

    /// <summary>The customer id.</summary>
    public abstract string Id { get; }

    /// <summary>The lines by time; lines of one instant in an order fixed by their content.</summary>
    public abstract ReadOnlySpan<HistoryLine> Lines { get; }

    /// <summary>How many lines of overlapping files were left out as the same order line.</summary>
    public abstract int DuplicateLines { get; }

    /// <summary>The source of a line.</summary>
    public abstract string Source(int line);

    /// <summary>Value of a mapped attribute, by the position of its name in the list the merge was opened with; null where absent.</summary>
    public abstract string? Attribute(int line, int attribute);
}

/// <summary>One line of a customer's history.</summary>
/// <param name="OccurredAtMicros">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Amount">Signed amount in ten-thousandths.</param>
/// <param name="Kind">Purchase, refund or free line.</param>
/// <param name="Order">The same number for lines of the same (source, order id), from 0 upwards within a history; -1 without an order id.</param>
/// <param name="Currency">ISO 4217 code, or null.</param>
/// <param name="Channel">Channel, or null.</param>
/// <param name="Product">Product, or null.</param>
/// <param name="Country">Country, or null.</param>
public readonly record struct HistoryLine(
    long OccurredAtMicros,
    long Amount,
    TransactionKind Kind,
    int Order,
    string? Currency,
    string? Channel,
    string? Product,
    string? Country);
