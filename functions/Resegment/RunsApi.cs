using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Lookup;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>Lists runs, starts them and shows their progress.</summary>
public sealed class RunsApi(
    RunRequests requests, RunTable runs, ISnapshotStore snapshots, LivePointer livePointer, StorageClock storageClock, AppOptions options, TimeProvider clock)
{
    /// <summary>GET /runs: every run, the latest as-of first.</summary>
    [Function("ListRuns")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "runs")] HttpRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<RunRow> rows = await runs.ListAsync(cancellationToken).ConfigureAwait(false);
        LivePosition? live = await livePointer.ReadAsync(cancellationToken).ConfigureAwait(false);
        return Results.Json(new RunsResponse([.. rows.Select(row => ToResponse(row, live))]), ApiJson.Default.RunsResponse);
    }

    /// <summary>GET /runs/{id}: one run with its step and progress, and what it read once it is published.</summary>
    [Function("GetRun")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "runs/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!RunId.TryParse(id, out RunId run) || await runs.FindAsync(run, cancellationToken).ConfigureAwait(false) is not { } row)
            return Problem.NotFound("run", $"There is no run '{id}'.");
        SnapshotManifest? manifest = row.Snapshot is { } snapshot ? await snapshots.ReadManifestAsync(snapshot, cancellationToken).ConfigureAwait(false) : null;
        return Results.Json(ToResponse(row, await livePointer.ReadAsync(cancellationToken).ConfigureAwait(false)) with { Totals = manifest?.Totals }, ApiJson.Default.RunResponse);
    }

    /// <summary>POST /runs {"asOf":"2011-12-10"}: starts a run, by default for the date that the schedule means.</summary>
    [Function("StartRun")]
    public async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "runs")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        (StartRunRequest? body, IResult? refusal) = await RequestBody.ReadOptionalAsync(request, ApiJson.Default.StartRunRequest, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
            return refusal;
        DateTimeOffset storageNow = await storageClock.NowAsync(cancellationToken).ConfigureAwait(false);
        DateOnly asOf = ScheduledAsOf.For(options.Schedule, storageNow);
        if (body?.AsOf is { } text && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out asOf))
            return Problem.BadRequest($"asOf is '{text}'; it must be a date such as 2011-12-10.");
        if (AsOfRule.FutureComplaint(asOf, AsOfRule.Today(storageNow, options.Resegmentation.TimeZone)) is { } complaint)
            return Problem.BadRequest(complaint);
        try
        {
            RunRow row = body?.AsOf is null
                ? await requests.RequestDueAsync(asOf, "http", cancellationToken).ConfigureAwait(false)
                : await requests.RequestAsync(asOf, "http", cancellationToken).ConfigureAwait(false);
            request.HttpContext.Response.Headers.Location = $"{request.PathBase}{request.Path.Value!.TrimEnd('/')}/{row.Id}";
            return Results.Json(ToResponse(row, await livePointer.ReadAsync(cancellationToken).ConfigureAwait(false)), ApiJson.Default.RunResponse, statusCode: StatusCodes.Status202Accepted);
        }
        catch (RunRefusedException refused)
        {
            return Problem.Conflict("run-refused", refused.Message);
        }
    }

    private RunResponse ToResponse(RunRow row, LivePosition? live) => new()
    {
        Id = row.Id.ToString(),
        AsOf = row.Id.AsOf,
        Status = row.Status.ToString().ToLowerInvariant(),
        Trigger = row.Trigger,
        RequestedAt = row.RequestedAt.UtcDateTime,
        StartedAt = row.StartedAt?.UtcDateTime,
        FinishedAt = row.FinishedAt?.UtcDateTime,
        Worker = row.Worker,
        Since = row.Heartbeat is null ? null : row.StartedAt?.UtcDateTime,
        Heartbeat = row.Heartbeat?.UtcDateTime,
        Situation = RunSituation.Describe(row, live, clock.GetUtcNow()),
        Live = row.Snapshot is { } snapshot && live?.Snapshot == snapshot,
        Step = row.Step?.ToString().ToLowerInvariant(),
        Progress = row.Total == 0 ? null : new RunProgressResponse(row.Done, row.Total),
        Customers = row.Customers,
        Error = row.Error,
    };
}
