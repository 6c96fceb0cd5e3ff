using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Storage;

/// <summary>The runs and their frozen plans.</summary>
public sealed class RunTable(StorageConnection connection)
{
    private const string Partition = "run";

    private readonly TableClient _table = connection.Tables.GetTableClient(StorageNames.RunTable);
    private readonly BlobContainerClient _plans = connection.Blobs.GetBlobContainerClient(StorageNames.Plans);

    /// <summary>Every run, the latest as-of first.</summary>
    public async Task<IReadOnlyList<RunRow>> ListAsync(CancellationToken cancellationToken)
    {
        List<RunRow> rows = [];
        await foreach (TableEntity entity in _table.QueryAsync<TableEntity>(e => e.PartitionKey == Partition, cancellationToken: cancellationToken).ConfigureAwait(false))
            rows.Add(ToRow(entity));
        return [.. rows.OrderByDescending(static row => row.Id)];
    }

    /// <summary>One run, or null.</summary>
    public async Task<RunRow?> FindAsync(RunId id, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> response = await _table
            .GetEntityIfExistsAsync<TableEntity>(Partition, id.ToString(), cancellationToken: cancellationToken).ConfigureAwait(false);
        return response.HasValue ? ToRow(response.Value!) : null;
    }

    /// <summary>Adds a run; false when its id is taken.</summary>
    public async Task<bool> TryAddAsync(RunRow row, RunPlan plan, CancellationToken cancellationToken)
    {
        // The plan carries its fingerprint in its name, so two requests that race for one id cannot overwrite each other's.
        if (plan.Rates is { } rates)
            await _plans.GetBlobClient(RatesName(row, plan)).UploadAsync(BinaryData.FromBytes(rates.ToJson()), overwrite: true, cancellationToken).ConfigureAwait(false);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(plan, RunJson.Default.RunPlan);
        await _plans.GetBlobClient(PlanName(row)).UploadAsync(BinaryData.FromBytes(json), overwrite: true, cancellationToken).ConfigureAwait(false);
        return await OwnWrite.TryAddAsync(_table, ToEntity(row), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The plan frozen with the run, and the rates that belong to it.</summary>
    /// <exception cref="InvalidDataException">The plan is gone or unreadable.</exception>
    public async Task<RunPlan> PlanAsync(RunRow row, CancellationToken cancellationToken)
    {
        try
        {
            var content = await _plans.GetBlobClient(PlanName(row)).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            RunPlan plan = JsonSerializer.Deserialize(content.Value.Content.ToMemory().Span, RunJson.Default.RunPlan)
                ?? throw new InvalidDataException($"The plan of run {row.Id} is empty.");
            if (plan.RatesHash is null)
                return plan;
            var rates = await _plans.GetBlobClient(RatesName(row, plan)).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            return plan with { Rates = RateBook.Parse(rates.Value.Content.ToMemory().Span) };
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            throw new InvalidDataException($"The plan of run {row.Id} is gone.", missing);
        }
    }

    /// <summary>Lets a run that is begun anew read where the rows of its batches lie now; its old files may be gone since it failed.</summary>
    public async Task RenewFilesAsync(RunRow row, IReadOnlyList<LedgerFile> files, CancellationToken cancellationToken)
    {
        RunPlan plan = await PlanAsync(row, cancellationToken).ConfigureAwait(false) with { Files = files };
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(plan, RunJson.Default.RunPlan);
        await _plans.GetBlobClient(PlanName(row)).UploadAsync(BinaryData.FromBytes(json), overwrite: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces a row that is still as it was read, which its <see cref="RunRow.ETag"/> tells; false when it was changed meanwhile.</summary>
    public Task<bool> TryUpdateAsync(RunRow row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        return OwnWrite.TryReplaceAsync(_table, ToEntity(row), row.ETag, cancellationToken);
    }

    private static string RatesName(RunRow row, RunPlan plan) => $"{row.Id}/rates-{plan.RatesHash}.json";

    private static string PlanName(RunRow row) => $"{row.Id}/plan-{row.Fingerprint}.json";

    private static TableEntity ToEntity(RunRow row)
    {
        var entity = new TableEntity(Partition, row.Id.ToString())
        {
            ["Fingerprint"] = row.Fingerprint,
            ["Status"] = row.Status.ToString(),
            ["Trigger"] = row.Trigger,
            ["RequestedAt"] = row.RequestedAt,
            ["Done"] = row.Done,
            ["Total"] = row.Total,
            ["Tries"] = row.Tries,
        };
        foreach ((string name, string? text) in new[] { ("Attempt", row.Attempt), ("Claim", row.Claim), ("Worker", row.Worker), ("NotLive", row.NotLive) })
        {
            if (text is not null)
                entity[name] = text;
        }
        if (row.Heartbeat is { } heartbeat)
            entity["Heartbeat"] = heartbeat;
        if (row.QueuedAt is { } queued)
            entity["QueuedAt"] = queued;
        if (row.StartedAt is { } started)
            entity["StartedAt"] = started;
        if (row.FinishedAt is { } finished)
            entity["FinishedAt"] = finished;
        if (row.Step is { } step)
            entity["Step"] = step.ToString();
        if (row.Customers is { } customers)
            entity["Customers"] = customers;
        if (row.Error is { } error)
            entity["Error"] = error.Length > 8_000 ? error[..8_000] : error;
        return entity;
    }

    private static RunRow ToRow(TableEntity entity) => new(
        RunId.Parse(entity.RowKey),
        entity.GetString("Fingerprint"),
        Enum.Parse<RunStatus>(entity.GetString("Status")),
        entity.GetString("Trigger"),
        entity.GetDateTimeOffset("RequestedAt") ?? throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Run {entity.RowKey} has no time of request.")))
    {
        // What was published before there were attempts lies under the run's own name.
        Attempt = entity.GetString("Attempt") ?? (entity.GetString("Status") is nameof(RunStatus.Published) or nameof(RunStatus.Dropped) ? "" : null),
        Claim = entity.GetString("Claim"),
        Worker = entity.GetString("Worker"),
        Heartbeat = entity.GetDateTimeOffset("Heartbeat"),
        Tries = entity.GetInt32("Tries") ?? 0,
        QueuedAt = entity.GetDateTimeOffset("QueuedAt"),
        NotLive = entity.GetString("NotLive"),
        StartedAt = entity.GetDateTimeOffset("StartedAt"),
        FinishedAt = entity.GetDateTimeOffset("FinishedAt"),
        Step = entity.GetString("Step") is { } step ? Enum.Parse<RunStep>(step) : null,
        Done = entity.GetInt64("Done") ?? 0,
        Total = entity.GetInt64("Total") ?? 0,
        Customers = entity.GetInt32("Customers"),
        Error = entity.GetString("Error"),
        ETag = entity.ETag,
    };
}
