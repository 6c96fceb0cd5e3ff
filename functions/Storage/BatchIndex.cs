using Azure.Data.Tables;

namespace ServerlessSeg.Functions.Storage;

/// <summary>
/// Where to find a batch by its id, and the batches of one content. An entry is written before the row that it leads to, and says nothing by itself: who follows it
/// looks whether the row still is what was asked for.
/// </summary>
internal sealed class BatchIndex(TableServiceClient tables)
{
    private const string IdPrefix = "id ";
    private const string ContentPrefix = "content ";
    private const string IdRow = "batch";

    private readonly TableClient _table = tables.GetTableClient(StorageNames.BatchIndexTable);

    /// <summary>Notes where a batch lies.</summary>
    public async Task NoteAsync(BatchRow row, CancellationToken cancellationToken)
    {
        await _table.UpsertEntityAsync(Entry(IdPrefix + row.BatchId, IdRow, row), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        if (!row.IsRefused)
            await _table.UpsertEntityAsync(Entry(ContentPrefix + row.ContentHash, row.BatchId, row), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The file that a batch was read from; null where that is not known.</summary>
    public async Task<(string Source, string File)?> FindAsync(string batchId, CancellationToken cancellationToken)
    {
        Azure.NullableResponse<TableEntity> entry = await _table
            .GetEntityIfExistsAsync<TableEntity>(TableKey.Encode(IdPrefix + batchId), IdRow, cancellationToken: cancellationToken).ConfigureAwait(false);
        return entry.HasValue ? (entry.Value!.GetString("Source"), entry.Value.GetString("File")) : null;
    }

    /// <summary>The files that held a content, once each.</summary>
    public async Task<IReadOnlyList<(string Source, string File)>> OfContentAsync(string contentHash, CancellationToken cancellationToken)
    {
        HashSet<(string, string)> files = [];
        string partition = TableKey.Encode(ContentPrefix + contentHash);
        await foreach (TableEntity entry in _table.QueryAsync<TableEntity>(e => e.PartitionKey == partition, cancellationToken: cancellationToken).ConfigureAwait(false))
            files.Add((entry.GetString("Source"), entry.GetString("File")));
        return [.. files];
    }

    private static TableEntity Entry(string partition, string row, BatchRow batch) =>
        new(TableKey.Encode(partition), row) { ["Source"] = batch.Source, ["File"] = batch.File };
}
