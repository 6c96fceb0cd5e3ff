namespace ServerlessSeg.Core.Ledger;

/// <summary>One sorted Parquet file of the ledger and the batch that it belongs to.</summary>
/// <param name="Name">Name in the <see cref="ILedgerStore"/>.</param>
/// <param name="Source">Folder of the drop zone; order ids are unique within a source only.</param>
/// <param name="BatchId">The dropped file as understood; a large batch has several ledger files.</param>
/// <param name="CommitOrder">Rises with the time of the drop; where two batches carry the same order line, the higher wins.</param>
/// <param name="Rows">Rows in the file.</param>
/// <param name="LaterOrderReplaces">The mapping's choice that a later file's order replaces the same order of earlier files as a whole.</param>
public sealed record LedgerFile(string Name, string Source, string BatchId, long CommitOrder, long Rows, bool LaterOrderReplaces = false);
