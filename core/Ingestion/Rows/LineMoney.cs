using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>What a row is worth and what kind of row that makes it, or why neither can be told.</summary>
internal readonly record struct LineMoney(long Amount, TransactionKind Kind, bool Rounded, RejectCode? Problem, ColumnRole ProblemRole)
{
    /// <summary>What the row adds to the money of the rejects when it is refused; null where that cannot be told.</summary>
    public long? KnownAmount => Problem is null or RejectCode.ZeroPrice ? Amount : null;

    public static LineMoney Refused(RejectCode problem, ColumnRole role) => new(0, TransactionKind.Purchase, false, problem, role);
}
