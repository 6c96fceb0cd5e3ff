using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Says whether the app answers and storage answers it, and how old the live snapshot is.</summary>
public sealed class HealthApi(StorageProbe storage, LiveSnapshot live, TimeProvider clock)
{
    /// <summary>GET /health, open to everybody: it names no customer, no money and no address. Within seconds 503 with the reason while storage is away.</summary>
    [Function("GetHealth")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await storage.ComplaintAsync(cancellationToken).ConfigureAwait(false) is { } complaint)
            return Problem.StorageUnavailable(complaint);
        try
        {
            using IDisposable patience = StoragePatience.OfProbe();
            SnapshotManifest? manifest = (await live.ReadAsync(cancellationToken).ConfigureAwait(false))?.Manifest;
            int? age = manifest is null ? null : DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).DayNumber - manifest.AsOf.DayNumber;
            return Results.Json(new HealthResponse("healthy", manifest?.Run, manifest?.AsOf, age), ApiJson.Default.HealthResponse);
        }
        catch (RequestFailedException fault)
        {
            return Problem.StorageUnavailable(StorageFault.Describe(fault));
        }
    }
}

/// <summary>Answer of GET /health; the snapshot is null before the first run.</summary>
public sealed record HealthResponse(string Status, string? Snapshot, DateOnly? AsOf, int? SnapshotAgeDays);
