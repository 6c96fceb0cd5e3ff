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
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "segments/{scheme}/migration")] HttpRequest request,
        string scheme, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await live.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } to)
            return Problem.NoSnapshot();
        string? from = null;
        foreach (string end in new[] { "to", "from" })
        {
            if (request.Query[end].ToString() is not { Length: > 0 } asked)
                continue;
            if (!RunId.TryParse(asked, out RunId run))
                return Problem.BadRequest($"{end} is '{asked}'; it must be the id of a run such as 2011-12-10.");
            if (end == "from")
                from = run.ToString();
            else if (await store.ReadManifestAsync(run, cancellationToken).ConfigureAwait(false) is { } later)
                to = later;
            else
                return NotKept(asked);
        }
        if (to.SchemeIndex(scheme) < 0)
            return Problem.UnknownScheme(to, scheme);
        from ??= to.Previous?.Run;
        if (from is null)
            return Problem.NotFound("migration", $"When snapshot {to.Run} was published there was no earlier one to compare it with.");
        MovementReport? report = from == to.Previous?.Run ? await PublishedAsync(to, cancellationToken).ConfigureAwait(false) : null;
        if (report is null)
        {
            if (await store.ReadManifestAsync(RunId.Parse(from), cancellationToken).ConfigureAwait(false) is not { } earlier)
                return NotKept(from);
            report = await MovementReport.CompareAsync(earlier, to, store, cancellationToken).ConfigureAwait(false);
        }
        return report.Schemes.FirstOrDefault(moves => string.Equals(moves.Scheme, scheme, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Results.Json(
                new MigrationResponse(found.Scheme, report.From, report.FromAsOf, report.To, report.ToAsOf, report.Currency, found.Moves),
                ApiJson.Default.MigrationResponse)
            : Problem.NotFound("scheme", $"Snapshot {from} has no scheme '{scheme}' to compare with.");
    }

    private static IResult NotKept(string run) => Problem.NotFound("run", $"There is no snapshot '{run}', or it is no longer kept.");

    private async Task<MovementReport?> PublishedAsync(SnapshotManifest manifest, CancellationToken cancellationToken)
    {
        await using Stream? stream = await store.OpenFileAsync(RunId.Parse(manifest.Run), MovementReport.File, cancellationToken).ConfigureAwait(false);
        return stream is null ? null
            : await JsonSerializer.DeserializeAsync(stream, ReportJson.Default.MovementReport, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Answer of GET /segments/{scheme}/migration.</summary>
public sealed record MigrationResponse(
    string Scheme, string From, DateOnly FromAsOf, string To, DateOnly ToAsOf, string? Currency, IReadOnlyList<SegmentMove> Moves);
