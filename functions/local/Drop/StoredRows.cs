using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.LocalHost.Drop;

/// <summary>Rows and files of the app's storage that its API does not tell: which version of a file a batch is of, and the totals of a run that is not the live one.</summary>
internal sealed class StoredRows(TableServiceClient tables, BlobServiceClient blobs)
{
    private readonly TableClient _batches = tables.GetTableClient("Batches");
    private readonly TableClient _runs = tables.GetTableClient("Runs");
    private readonly TableClient _segments = tables.GetTableClient("Segments");

    /// <summary>The batches of a file: the one that counts or may count, and the one that was refused.</summary>
    public async Task<IReadOnlyList<StoredBatch>> BatchesAsync(string source, string file, CancellationToken cancellationToken)
    {
        List<StoredBatch> found = [];
        try
        {
            await foreach (TableEntity row in _batches.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"Source eq {source} and File eq {file}"), cancellationToken: cancellationToken).ConfigureAwait(false))
                found.Add(new StoredBatch(row.GetString("BatchId"), row.GetString("BlobETag") ?? "", row.GetString("Mapping") ?? ""));
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            // The app makes its tables when it starts.
        }
        return found;
    }

    /// <summary>The last date with an accepted row; null where nothing was accepted.</summary>
    public async Task<DateOnly?> LastDayAsync(CancellationToken cancellationToken)
    {
        DateOnly? last = null;
        await foreach (TableEntity row in _batches.QueryAsync<TableEntity>(select: ["LastDay", "Status"], cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (row.GetString("Status") is "Committed" or "Duplicate" && row.GetString("LastDay") is { } text)
            {
                var day = DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                last = last > day ? last : day;
            }
        }
        return last;
    }

    /// <summary>The snapshot of a run.</summary>
    public async Task<SnapshotId> SnapshotAsync(string run, CancellationToken cancellationToken)
    {
        TableEntity row = await _runs.GetEntityAsync<TableEntity>("run", run, ["Attempt"], cancellationToken).ConfigureAwait(false);
        return new SnapshotId(RunId.Parse(run), row.GetString("Attempt") ?? "");
    }

    /// <summary>What is to be known of a snapshot.</summary>
    public async Task<SnapshotManifest> ManifestAsync(SnapshotId snapshot, CancellationToken cancellationToken)
    {
        BlobDownloadResult manifest = await blobs.GetBlobContainerClient(DropZone.Snapshots).GetBlobClient($"{snapshot}/manifest.json").DownloadContentAsync(cancellationToken).ConfigureAwait(false);
        return JsonSerializer.Deserialize(manifest.Content, RunJson.Default.SnapshotManifest) ?? throw new InvalidDataException($"Snapshot {snapshot} has no manifest.");
    }

    /// <summary>The totals of a scheme's segments in a snapshot, in the scheme's order.</summary>
    public async Task<IReadOnlyList<SegmentTotal>> SegmentsAsync(SnapshotId snapshot, string scheme, CancellationToken cancellationToken)
    {
        List<SegmentTotal> totals = [];
        string partition = snapshot.Attempt.Length == 0 ? snapshot.Run.ToString() : $"{snapshot.Run}~{snapshot.Attempt}";
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and Scheme eq {scheme}");
        await foreach (TableEntity row in _segments.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            totals.Add(new SegmentTotal(
                scheme,
                row.GetString("Segment"),
                row.GetInt32("Customers") ?? 0,
                row.GetDouble("Share") ?? 0,
                Money.FromDecimal(decimal.Parse(row.GetString("Revenue"), NumberStyles.Number, CultureInfo.InvariantCulture)),
                row.GetDouble("RevenueShare") ?? 0,
                row.GetDouble("MeanClv") ?? double.NaN));
        }
        return totals;
    }
}

/// <summary>A batch's row.</summary>
/// <param name="BatchId">Its id.</param>
/// <param name="Version">The version of the file that was read.</param>
/// <param name="Mapping">Fingerprint of the mapping that read it.</param>
internal sealed record StoredBatch(string BatchId, string Version, string Mapping);
