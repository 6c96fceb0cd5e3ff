namespace ServerlessSeg.Core.Ledger;

/// <summary>
/// The rows of one batch in one sorted Parquet file of the ledger. A file that was written for a batch holds its rows alone; a compacted file
/// holds rows of many batches, and is named once for each batch whose rows in it count.
/// </summary>
/// <param name="Name">Name in the <see cref="ILedgerStore"/>.</param>
/// <param name="Source">Folder of the drop zone; order ids are unique within a source only.</param>
/// <param name="BatchId">The dropped file as understood; a large batch has several ledger files.</param>
/// <param name="CommitOrder">Rises with the time of the drop; where two batches carry the same order line, the higher wins.</param>
/// <param name="Rows">Rows of the batch in the file.</param>
/// <param name="LaterOrderReplaces">The mapping's choice that a later file's order replaces the same order of earlier files as a whole.</param>
public sealed record LedgerFile(string Name, string Source, string BatchId, long CommitOrder, long Rows, bool LaterOrderReplaces = false);
