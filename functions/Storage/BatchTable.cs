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
    // No encoded name ends like this, since '=' is always followed by two hexadecimal digits.
    private const string RefusedEnding = "=refused";

    private readonly TableClient _table = connection.Tables.GetTableClient(StorageNames.BatchTable);
    private readonly BatchIndex _index = new(connection.Tables);

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

    /// <summary>The batch of an id, and where it counts or may count every other of the same content; null for none.</summary>
    public async Task<(BatchRow Row, IReadOnlyList<BatchRow> SameContent)?> FindAsync(string batchId, CancellationToken cancellationToken)
    {
        if (await _index.FindAsync(batchId, cancellationToken).ConfigureAwait(false) is not var (source, file))
        {
            // Not known, or of before there was an index.
            IReadOnlyList<BatchRow> all = await ListAsync(cancellationToken).ConfigureAwait(false);
            return all.FirstOrDefault(listed => listed.BatchId == batchId) is { } found
                ? (found, [.. all.Where(other => !ReferenceEquals(other, found) && !other.IsRefused && other.ContentHash == found.ContentHash)])
                : null;
        }
        BatchRow? row = await FindAsync(source, file, refused: false, cancellationToken).ConfigureAwait(false);
        if (row?.BatchId != batchId)
            row = await FindAsync(source, file, refused: true, cancellationToken).ConfigureAwait(false);
        if (row?.BatchId != batchId)
            return null;
        List<BatchRow> same = [];
        if (!row.IsRefused)
        {
            foreach ((string otherSource, string otherFile) in await _index.OfContentAsync(row.ContentHash, cancellationToken).ConfigureAwait(false))
            {
                if ((otherSource, otherFile) != (row.Source, row.File)
                    && await FindAsync(otherSource, otherFile, refused: false, cancellationToken).ConfigureAwait(false) is { } other && other.ContentHash == row.ContentHash)
                    same.Add(other);
            }
        }
        return (row, same);
    }

    /// <summary>Removes the record of a refused content, once the file was dropped again and understood; leaves it where it is about a later content by now.</summary>
    public async Task ForgetRefusedAsync(BatchRow refused, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(refused);
        // Where it was written anew meanwhile, it is not the record that was meant.
        await OwnWrite.TryDeleteAsync(_table, TableKey.Encode(refused.Source), RowKey(refused.File, refused: true), refused.ETag, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the row, provided that it is still as it was read: <paramref name="before"/> is the row that was found, or null for none.
    /// False when somebody else was faster; then nothing is changed.
    /// </summary>
    public async Task<bool> TryCommitAsync(BatchRow row, BatchRow? before, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        await _index.NoteAsync(row, cancellationToken).ConfigureAwait(false);
        return before is null
            ? await OwnWrite.TryAddAsync(_table, ToEntity(row), cancellationToken).ConfigureAwait(false)
            : await OwnWrite.TryReplaceAsync(_table, ToEntity(row), before.ETag, cancellationToken).ConfigureAwait(false);
    }

    private static string RowKey(string file, bool refused) => TableKey.Encode(file, refused ? RefusedEnding : "");

    private static TableEntity ToEntity(BatchRow row)
    {
        var entity = new TableEntity(TableKey.Encode(row.Source), RowKey(row.File, row.IsRefused))
        {
            ["Source"] = row.Source,
            ["File"] = row.File,
            ["BatchId"] = row.BatchId,
            ["Reading"] = row.Reading,
            ["Status"] = row.Status.ToString(),
            ["ContentHash"] = row.ContentHash,
            ["Mapping"] = row.Mapping,
            ["DroppedAt"] = row.DroppedAt,
            ["RecordedAt"] = row.RecordedAt,
            ["FailedTries"] = row.FailedTries,
            ["BlobETag"] = row.BlobETag,
            ["Report"] = row.Report,
            ["IsReportShortened"] = row.IsReportShortened,
        };
        TableText.Put(entity, "LedgerFiles", JsonSerializer.Serialize(row.LedgerFiles, BatchRowJson.Default.IReadOnlyListLedgerFile));
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
        // Rows of before there were readings name their files by the batch.
        Reading = entity.GetString("Reading") ?? entity.GetString("BatchId"),
        Status = Enum.Parse<BatchStatus>(entity.GetString("Status")),
        ContentHash = entity.GetString("ContentHash"),
        Mapping = entity.GetString("Mapping") ?? "",
        DroppedAt = entity.GetDateTimeOffset("DroppedAt") ?? throw new InvalidDataException($"Batch row {entity.PartitionKey}/{entity.RowKey} has no time."),
        RecordedAt = entity.GetDateTimeOffset("RecordedAt") ?? DateTimeOffset.UnixEpoch,
        FailedTries = entity.GetInt32("FailedTries") ?? 0,
        BlobETag = entity.GetString("BlobETag"),
        LedgerFiles = JsonSerializer.Deserialize(TableText.Get(entity, "LedgerFiles"), BatchRowJson.Default.IReadOnlyListLedgerFile) ?? [],
        Report = entity.GetString("Report"),
        IsReportShortened = entity.GetBoolean("IsReportShortened") ?? false,
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
