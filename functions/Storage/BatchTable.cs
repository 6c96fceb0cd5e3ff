using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Functions.Storage;

/// <summary>Batches, one row a (source, file). A file is in the ledger exactly when its row says so; content that was refused is recorded in a second row.</summary>
public sealed class BatchTable(StorageConnection connection)
{
    private readonly TableClient _table = connection.Tables.GetTableClient(StorageNames.BatchTable);

    /// <summary>Every batch, by source and file.</summary>
    public async Task<IReadOnlyList<BatchRow>> ListAsync(CancellationToken cancellationToken)
    {
        List<BatchRow> rows = [];
        await foreach (TableEntity entity in _table.QueryAsync<TableEntity>(cancellationToken: cancellationToken).ConfigureAwait(false))
            rows.Add(ToRow(entity));
        return rows;
    }

    /// <summary>The row of a file that counts or may count (<paramref name="refused"/> false), or the one of its latest content that was refused; null for none.</summary>
    public async Task<BatchRow?> FindAsync(string source, string file, bool refused, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> response = await _table
            .GetEntityIfExistsAsync<TableEntity>(TableKey.Encode(source), RowKey(file, refused), cancellationToken: cancellationToken).ConfigureAwait(false);
        return response.HasValue ? ToRow(response.Value!) : null;
    }

    /// <summary>Removes the record of a refused content, once the file was dropped again and understood.</summary>
    public async Task ForgetRefusedAsync(string source, string file, CancellationToken cancellationToken) =>
        await _table.DeleteEntityAsync(TableKey.Encode(source), RowKey(file, refused: true), cancellationToken: cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Writes the row, provided that it is still as it was read: <paramref name="before"/> is the row that was found, or null for none.
    /// False when somebody else was faster; then nothing is changed.
    /// </summary>
    public async Task<bool> TryCommitAsync(BatchRow row, BatchRow? before, CancellationToken cancellationToken)
    {
        try
        {
            if (before is null)
                await _table.AddEntityAsync(ToEntity(row), cancellationToken).ConfigureAwait(false);
            else
                await _table.UpdateEntityAsync(ToEntity(row), before.ETag, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
        {
            return false;
        }
    }

    // A refused content has a row of its own: what the same name held before goes on counting until good content replaces it.
    // No encoded name ends like this, since '=' is always followed by two hexadecimal digits.
    private static string RowKey(string file, bool refused) => TableKey.Encode(file) + (refused ? "=refused" : "");

    private static TableEntity ToEntity(BatchRow row)
    {
        var entity = new TableEntity(TableKey.Encode(row.Source), RowKey(row.File, row.IsRefused))
        {
            ["Source"] = row.Source,
            ["File"] = row.File,
            ["BatchId"] = row.BatchId,
            ["Status"] = row.Status.ToString(),
            ["ContentHash"] = row.ContentHash,
            ["Mapping"] = row.Mapping,
            ["DroppedAt"] = row.DroppedAt,
            ["BlobETag"] = row.BlobETag,
            ["LedgerFiles"] = JsonSerializer.Serialize(row.LedgerFiles, BatchRowJson.Default.IReadOnlyListLedgerFile),
            ["Report"] = row.Report,
        };
        if (row.FirstDay is { } first)
            entity["FirstDay"] = first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (row.LastDay is { } last)
            entity["LastDay"] = last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return entity;
    }

    private static BatchRow ToRow(TableEntity entity) => new()
    {
        Source = entity.GetString("Source"),
        File = entity.GetString("File"),
        BatchId = entity.GetString("BatchId"),
        Status = Enum.Parse<BatchStatus>(entity.GetString("Status")),
        ContentHash = entity.GetString("ContentHash"),
        Mapping = entity.GetString("Mapping") ?? "",
        DroppedAt = entity.GetDateTimeOffset("DroppedAt") ?? throw new InvalidDataException($"Batch row {entity.PartitionKey}/{entity.RowKey} has no time."),
        BlobETag = entity.GetString("BlobETag"),
        LedgerFiles = JsonSerializer.Deserialize(entity.GetString("LedgerFiles"), BatchRowJson.Default.IReadOnlyListLedgerFile) ?? [],
        Report = entity.GetString("Report"),
        FirstDay = Date(entity, "FirstDay"),
        LastDay = Date(entity, "LastDay"),
        ETag = entity.ETag,
    };

    private static DateOnly? Date(TableEntity entity, string name) =>
        entity.GetString(name) is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}

/// <summary>JSON inside batch rows.</summary>
[JsonSerializable(typeof(IReadOnlyList<LedgerFile>))]
internal sealed partial class BatchRowJson : JsonSerializerContext;
