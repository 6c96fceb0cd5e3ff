using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ledger;

/// <summary>What a <see cref="LedgerWriter"/> wrote.</summary>
/// <param name="Files">The files in the order of writing; empty where no row was appended.</param>
/// <param name="Rows">Rows in all files.</param>
/// <param name="Customers">Distinct customers.</param>
/// <param name="Totals">Rows and money by currency, ordered by currency code; rows without one come first.</param>
public sealed record LedgerContent(
    IReadOnlyList<LedgerContentFile> Files,
    long Rows,
    long Customers,
    IReadOnlyList<LedgerTotals> Totals)
{
    /// <summary>The files as ledger files of a batch.</summary>
    public IReadOnlyList<LedgerFile> ToLedgerFiles(string source, string batchId, long commitOrder, bool laterOrderReplaces = false) =>
        [.. Files.Select(file => new LedgerFile(file.Name, source, batchId, commitOrder, file.Rows, laterOrderReplaces))];
}

/// <summary>One file that was written.</summary>
/// <param name="Name">Name in the store.</param>
/// <param name="Rows">Rows in the file.</param>
/// <param name="Bytes">Size of the file.</param>
public sealed record LedgerContentFile(string Name, long Rows, long Bytes);

/// <summary>Rows and money of one currency.</summary>
/// <param name="Currency">ISO 4217 code, or null for rows without a currency.</param>
/// <param name="PurchaseRows">Rows of kind <see cref="TransactionKind.Purchase"/>.</param>
/// <param name="Purchases">Their money.</param>
/// <param name="RefundRows">Rows of kind <see cref="TransactionKind.Refund"/>.</param>
/// <param name="Refunds">Their money, zero or negative.</param>
/// <param name="FreeRows">Rows of kind <see cref="TransactionKind.Free"/>.</param>
/// <param name="Free">Their money.</param>
public sealed record LedgerTotals(
    string? Currency,
    long PurchaseRows,
    Money Purchases,
    long RefundRows,
    Money Refunds,
    long FreeRows,
    Money Free)
{
    /// <summary>All rows.</summary>
    public long Rows => PurchaseRows + RefundRows + FreeRows;

    /// <summary>All money: purchases, refunds and free lines.</summary>
    public Money Net => Purchases + Refunds + Free;
}
