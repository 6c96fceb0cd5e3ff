namespace ServerlessSeg.Core.Transactions;

/// <summary>What one accepted line of an export is.</summary>
public enum TransactionKind : byte
{
    /// <summary>A sale. Its amount may be zero where the export itself names an amount of zero.</summary>
    Purchase = 0,

    /// <summary>Money back: negative amount, negative quantity, or marked as a refund by the mapping.</summary>
    Refund = 1,

    /// <summary>A line given away (its unit price is zero). It is kept in the ledger and is neither purchase nor refund.</summary>
    Free = 2,
}
