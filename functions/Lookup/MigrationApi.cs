using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>How customers moved between the segments of a scheme.</summary>
public sealed class MigrationApi(LiveSnapshot live, ISnapshotStore store)
{
    /// <summary>
    /// GET /segments/{scheme}/migration?from=&amp;to=: customers and money from each segment to each, by default between the live snapshot
    /// and the one before it. That pair was counted when the run was published; another one is counted now.
    /// </summary>
    [Function("GetMigration")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "segments/{scheme}/migration")] HttpRequest request,
        string scheme, CancellationToken cancellationToken) =>
        live.AnswerAsync(snapshot => MigrationAsync(snapshot, request, scheme, cancellationToken), cancellationToken);

    private async Task<IResult> MigrationAsync(Snapshot now, HttpRequest request, string scheme, CancellationToken cancellationToken)
    {
        (string? earlier, string? later) = (request.Query["from"], request.Query["to"]);
        if ((Complaint("from", earlier) ?? Complaint("to", later)) is { } complaint)
            return Problem.BadRequest(complaint);
        if ((string.IsNullOrEmpty(later) ? now : await Snapshot.OfRunAsync(RunId.Parse(later), store, cancellationToken).ConfigureAwait(false)) is not { } toSnapshot)
            return NotKept(later!);
        SnapshotManifest to = toSnapshot.Manifest;
        if (to.SchemeIndex(scheme) < 0)
            return Problem.UnknownScheme(to, scheme);
        string? from = string.IsNullOrEmpty(earlier) ? to.Previous?.Run : RunId.Parse(earlier).ToString();
        if (from is null)
            return Problem.NotFound("migration", $"When snapshot {to.Run} was published there was no earlier one to compare it with.");
        MovementReport? report = from == to.Previous?.Run ? await PublishedAsync(toSnapshot, cancellationToken).ConfigureAwait(false) : null;
        if (report is null)
        {
            if (await Snapshot.OfRunAsync(RunId.Parse(from), store, cancellationToken).ConfigureAwait(false) is not { } before)
                return NotKept(from);
            report = await MovementReport.CompareAsync(before, toSnapshot, store, cancellationToken).ConfigureAwait(false);
        }
        if (report.Schemes.FirstOrDefault(moves => string.Equals(moves.Scheme, scheme, StringComparison.OrdinalIgnoreCase)) is not { } found)
            return Problem.NotFound("scheme", $"Snapshot {from} has no scheme '{scheme}' to compare with.");
        var answer = new MigrationResponse(found.Scheme, report.From, report.FromAsOf, report.To, report.ToAsOf, report.Currency, found.Moves);
        return TaggedJson.Result(request, JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Default.MigrationResponse));
    }

    private static string? Complaint(string name, string? run) => string.IsNullOrEmpty(run) || RunId.TryParse(run, out _)
        ? null
        : $"{name} is '{run}'; it must be the id of a run such as 2011-12-10.";

    private static IResult NotKept(string run) => Problem.NotFound("run", $"There is no snapshot '{run}', or it is no longer kept.");

    private async Task<MovementReport?> PublishedAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        await using Stream? stream = await store.OpenFileAsync(snapshot.Id, MovementReport.File, cancellationToken).ConfigureAwait(false);
        return stream is null ? null
            : await JsonSerializer.DeserializeAsync(stream, ReportJson.Default.MovementReport, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Answer of GET /segments/{scheme}/migration.</summary>
public sealed record MigrationResponse(
    string Scheme, string From, DateOnly FromAsOf, string To, DateOnly ToAsOf, string? Currency, IReadOnlyList<SegmentMove> Moves);
