using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Functions.Lookup;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>What arrived, what was refused and why, and what is missing.</summary>
public sealed class BatchesApi(BatchTable batches, BatchReports reports, DropReconciliation reconciliation, StorageConnection storage)
{
    private const string Missing = "missing";

    private readonly BlobContainerClient _rejects = storage.Blobs.GetBlobContainerClient(StorageNames.Rejects);
    private readonly QueueClient _retries = storage.Queues.GetQueueClient(StorageNames.RetryQueue);

    /// <summary>GET /batches: every batch with its report, by source and file; with <c>?state=missing</c> the dropped files that are in no batch as they should be.</summary>
    [Function("ListBatches")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "batches")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        switch ((string?)request.Query["state"])
        {
            case null:
                IReadOnlyList<BatchRow> rows = await batches.ListAsync(cancellationToken).ConfigureAwait(false);
                return Results.Json(new BatchesResponse([.. BatchCatalogue.Resolve(rows).Select(static batch => BatchResponse.Of(batch.Row, batch.DuplicateOf))]), ApiJson.Default.BatchesResponse);
            case Missing:
                IReadOnlyList<MissingDrop> missing = await reconciliation.FindAsync(cancellationToken).ConfigureAwait(false);
                return Results.Json(new MissingResponse([.. missing.Select(MissingFileResponse.Of)]), ApiJson.Default.MissingResponse);
            case var other:
                return Problem.BadRequest($"state is '{other}'; it must be '{Missing}', or left out.");
        }
    }

    /// <summary>GET /batches/{id}: one report, whole.</summary>
    [Function("GetBatch")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "batches/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await batches.FindAsync(id, cancellationToken).ConfigureAwait(false) is not var (found, sameContent))
            return NoBatch(id);
        (BatchRow row, string? duplicateOf) = BatchCatalogue.Resolve([found, .. sameContent])[0];
        return Results.Json(BatchResponse.Of(row, duplicateOf, await reports.ReadAsync(row, cancellationToken).ConfigureAwait(false)), ApiJson.Default.BatchResponse);
    }

    /// <summary>GET /batches/{id}/rejects: the refused rows as CSV, each with line, column, code, value and reason.</summary>
    [Function("GetBatchRejects")]
    public async Task<IResult> RejectsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "batches/{id}/rejects")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await batches.FindAsync(id, cancellationToken).ConfigureAwait(false) is not var (row, _))
            return NoBatch(id);
        if (row.RejectsName is not { } name)
            return NoRejects(id);
        try
        {
            Stream rejects = await _rejects.GetBlobClient(name)
                .OpenReadAsync(new BlobOpenReadOptions(allowModifications: false), cancellationToken).ConfigureAwait(false);
            return Results.Stream(rejects, "text/csv; charset=utf-8", $"{id}-rejects.csv");
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return NoRejects(id);
        }
    }

    /// <summary>POST /batches/{id}/retry: reads the file once more, whatever became of it before; 202, and the batch tells the rest.</summary>
    [Function("RetryBatch")]
    public async Task<IResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "batches/{id}/retry")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await batches.FindAsync(id, cancellationToken).ConfigureAwait(false) is not var (row, _))
            return NoBatch(id);
        if (new DropName(row.Source, row.File).Problem is { } problem)
            return Problem.Conflict("batch-not-readable", $"Batch '{id}' cannot be read: {problem}.");
        string message = JsonSerializer.Serialize(new RetryMessage(row.Source, row.File), IngestMessages.Default.RetryMessage);
        await _retries.SendMessageAsync(message, cancellationToken).ConfigureAwait(false);
        return Results.Accepted($"/api/batches/{id}");
    }

    private static IResult NoBatch(string id) => Problem.NotFound("batch", $"There is no batch '{id}'.");

    private static IResult NoRejects(string id) => Problem.NotFound("rejects", $"Batch '{id}' has no list of refused rows.");
}
