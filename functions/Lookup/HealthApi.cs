using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Says that the app answers, that storage answers it, and how old the live snapshot is.</summary>
public sealed class HealthApi(LiveSnapshot live, TimeProvider clock)
{
    /// <summary>GET /health, open to everybody: it names no customer and no money.</summary>
    [Function("GetHealth")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        SnapshotManifest? manifest = (await live.ReadAsync(cancellationToken).ConfigureAwait(false))?.Manifest;
        int? age = manifest is null ? null : DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).DayNumber - manifest.AsOf.DayNumber;
        return Results.Json(new HealthResponse("healthy", manifest?.Run, manifest?.AsOf, age), ApiJson.Default.HealthResponse);
    }
}

/// <summary>Answer of GET /health; the snapshot is null before the first run.</summary>
public sealed record HealthResponse(string Status, string? Snapshot, DateOnly? AsOf, int? SnapshotAgeDays);
