using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Functions.Lookup;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>What arrived, what was refused and why.</summary>
public sealed class BatchesApi(BatchTable batches, StorageConnection storage)
{
    private readonly BlobContainerClient _rejects = storage.Blobs.GetBlobContainerClient(StorageNames.Rejects);

    /// <summary>GET /batches: every batch with its report, by source and file.</summary>
    [Function("ListBatches")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "batches")] HttpRequest request, CancellationToken cancellationToken) =>
        Results.Json(new BatchesResponse([.. (await ReportsAsync(cancellationToken).ConfigureAwait(false)).Select(static batch => batch.Report)]), ApiJson.Default.BatchesResponse);

    /// <summary>GET /batches/{id}: one report.</summary>
    [Function("GetBatch")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "batches/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await ReportsAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(batch => batch.Report.BatchId == id) is { Report: { } report }
            ? Results.Json(report, ApiJson.Default.BatchResponse)
            : Problem.NotFound("batch", $"There is no batch '{id}'.");

    /// <summary>GET /batches/{id}/rejects: the refused rows as CSV, each with line, column, code, value and reason.</summary>
    [Function("GetBatchRejects")]
    public async Task<IResult> RejectsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "batches/{id}/rejects")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!(await ReportsAsync(cancellationToken).ConfigureAwait(false)).Any(batch => batch.Report.BatchId == id))
            return Problem.NotFound("batch", $"There is no batch '{id}'.");
        try
        {
            Stream rejects = await _rejects.GetBlobClient(DropIngest.RejectsName(id))
                .OpenReadAsync(new BlobOpenReadOptions(allowModifications: false), cancellationToken).ConfigureAwait(false);
            return Results.Stream(rejects, "text/csv; charset=utf-8", $"{id}-rejects.csv");
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return Problem.NotFound("rejects", $"Batch '{id}' has no list of refused rows.");
        }
    }

    private async Task<IEnumerable<(BatchRow Row, BatchResponse Report)>> ReportsAsync(CancellationToken cancellationToken) =>
        BatchCatalogue.Resolve(await batches.ListAsync(cancellationToken).ConfigureAwait(false))
            .Select(static batch => (batch.Row, BatchResponse.Of(batch.Row, batch.DuplicateOf)));
}
