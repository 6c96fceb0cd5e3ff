using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Lookup;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>Snapshots as things: which are kept, which is live, and an explicit word on both.</summary>
public sealed class SnapshotsApi(
    RunTable runs, ISnapshotStore snapshots, LivePointer livePointer, SnapshotChoice choice, SnapshotRemoval removal, LiveSnapshot live)
{
    /// <summary>GET /snapshots: those that are kept, the latest first, and which is live.</summary>
    [Function("ListSnapshots")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "snapshots")] HttpRequest request, CancellationToken cancellationToken) =>
        Results.Json(await DescribeAsync(await livePointer.ReadAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false), ApiJson.Default.SnapshotsResponse);

    /// <summary>PUT /snapshots/live {"run":"2011-12-10"}: sends readers to a snapshot, forward or back.</summary>
    [Function("ChooseLiveSnapshot")]
    public async Task<IResult> ChooseAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "snapshots/live")] HttpRequest request, CancellationToken cancellationToken)
    {
        (ChooseSnapshotRequest? body, IResult? refusal) = await RequestBody.ReadAsync(request, ApiJson.Default.ChooseSnapshotRequest, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
            return refusal;
        if (!RunId.TryParse(body!.Run, out RunId run))
            return Problem.BadRequest($$"""run is '{{body.Run}}'; send the id of a run, such as {"run":"2011-12-10"}.""");
        (RunRow? row, refusal) = await PublishedAsync(run, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
            return refusal;
        if (await choice.ChooseAsync(row!.Snapshot!.Value, cancellationToken).ConfigureAwait(false) is not { } position)
            return Problem.SnapshotGone(run);
        // Others see it within seconds; whoever asks here, at once.
        live.Forget();
        return Results.Json(await DescribeAsync(position, cancellationToken).ConfigureAwait(false), ApiJson.Default.SnapshotsResponse);
    }

    /// <summary>GET /snapshots/{id}/customers.parquet: every customer of a snapshot as a row.</summary>
    [Function("GetSnapshotCustomers")]
    public async Task<IResult> CustomersAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "snapshots/{id}/customers.parquet")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!RunId.TryParse(id, out RunId run))
            return Problem.NotFound("run", $"There is no run '{id}'.");
        (RunRow? row, IResult? refusal) = await PublishedAsync(run, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
            return refusal;
        return await snapshots.OpenFileAsync(row!.Snapshot!.Value, PublishParquet.File, cancellationToken).ConfigureAwait(false) is { } stream
            ? Results.Stream(stream, "application/vnd.apache.parquet", $"customers-{run}.parquet")
            : Problem.SnapshotGone(run);
    }

    /// <summary>DELETE /snapshots/{id}: removes a snapshot that nobody is sent to.</summary>
    [Function("DeleteSnapshot")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "snapshots/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!RunId.TryParse(id, out RunId run))
            return Problem.NotFound("run", $"There is no run '{id}'.");
        while (true)
        {
            (RunRow? row, IResult? refusal) = await PublishedAsync(run, cancellationToken).ConfigureAwait(false);
            if (refusal is not null)
                return refusal;
            switch (await removal.TryRemoveAsync(row!, cancellationToken).ConfigureAwait(false))
            {
                case RemovalOutcome.Removed:
                    return Results.NoContent();
                case RemovalOutcome.Live:
                    return Problem.Conflict("snapshot-live", $"Snapshot {run} is live. Make another live first: PUT /api/snapshots/live.");
                case RemovalOutcome.LiveUntilNow:
                    return Problem.Conflict("snapshot-live", $"Snapshot {run} was live until a moment ago, and somebody may still be reading it. Try again in {LivePosition.Grace.TotalMinutes:0} minutes.");
            }
        }
    }

    private async Task<(RunRow? Row, IResult? Refusal)> PublishedAsync(RunId run, CancellationToken cancellationToken)
    {
        RunRow? row = await runs.FindAsync(run, cancellationToken).ConfigureAwait(false);
        return row switch
        {
            null => (null, Problem.NotFound("run", $"There is no run '{run}'.")),
            { Status: RunStatus.Dropped } => (null, Problem.SnapshotGone(run)),
            { Snapshot: null } => (null, Problem.Conflict("not-published", $"Run {run} is {row.Status.ToString().ToLowerInvariant()}; it has no snapshot yet.")),
            _ => (row, null),
        };
    }

    private async Task<SnapshotsResponse> DescribeAsync(LivePosition? position, CancellationToken cancellationToken)
    {
        IReadOnlyList<RunRow> rows = await runs.ListAsync(cancellationToken).ConfigureAwait(false);
        return new SnapshotsResponse(
            position?.Snapshot.Run.ToString(), position?.Chosen ?? false, position?.Since?.UtcDateTime,
            [.. rows.Where(static row => row.Snapshot is not null).Select(row => ToResponse(row, row.Snapshot!.Value, position))]);
    }

    private static SnapshotResponse ToResponse(RunRow row, SnapshotId snapshot, LivePosition? position) => new()
    {
        Run = row.Id.ToString(),
        AsOf = row.Id.AsOf,
        Live = position?.Snapshot == snapshot,
        NotLive = row.NotLive,
        PublishedAt = row.FinishedAt?.UtcDateTime,
        Customers = row.Customers,
        Folder = SnapshotBlobs.Folder(snapshot),
    };
}
