using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Reports that were published with the live snapshot.</summary>
public sealed class ReportsApi(LiveSnapshot live, ISnapshotStore store)
{
    /// <summary>GET /segments/{scheme}/profile: for each segment its commonest countries, channels and products, with share and lift.</summary>
    [Function("GetSegmentProfile")]
    public Task<IResult> ProfileAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "segments/{scheme}/profile")] HttpRequest request,
        string scheme, CancellationToken cancellationToken) =>
        live.AnswerAsync(snapshot => ProfileAsync(snapshot, request, scheme, cancellationToken), cancellationToken);

    private async Task<IResult> ProfileAsync(Snapshot snapshot, HttpRequest request, string scheme, CancellationToken cancellationToken)
    {
        SnapshotManifest manifest = snapshot.Manifest;
        if (manifest.SchemeIndex(scheme) < 0)
            return Problem.UnknownScheme(manifest, scheme);
        await using Stream? stream = await store.OpenFileAsync(snapshot.Id, PublishReports.ProfilesFile, cancellationToken).ConfigureAwait(false);
        if (stream is null)
            return await NotPublishedAsync(snapshot, "profiles", cancellationToken).ConfigureAwait(false);
        ProfileReport report = (await JsonSerializer.DeserializeAsync(stream, ReportJson.Default.ProfileReport, cancellationToken).ConfigureAwait(false))!;
        ProfileReport asked = report with { Schemes = [.. report.Schemes.Where(found => string.Equals(found.Scheme, scheme, StringComparison.OrdinalIgnoreCase))] };
        return TaggedJson.Result(request, JsonSerializer.SerializeToUtf8Bytes(asked, ReportJson.Default.ProfileReport));
    }

    /// <summary>GET /cohorts: customers by the month of their first purchase, with retention, churn and money of each month since.</summary>
    [Function("GetCohorts")]
    public Task<IResult> CohortsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "cohorts")] HttpRequest request, CancellationToken cancellationToken) =>
        PassOnAsync(request, PublishReports.CohortsFile, "cohorts", cancellationToken);

    /// <summary>GET /seasonality: revenue, orders, active, new and lost customers by month, with trend and seasonal indices.</summary>
    [Function("GetSeasonality")]
    public Task<IResult> SeasonalityAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "seasonality")] HttpRequest request, CancellationToken cancellationToken) =>
        PassOnAsync(request, PublishReports.SeasonalityFile, "seasonality", cancellationToken);

    /// <summary>GET /pyramid: what each layer of buyers brings, from the few best downwards, and what the list of the best amounts to.</summary>
    [Function("GetPyramid")]
    public Task<IResult> PyramidAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "pyramid")] HttpRequest request, CancellationToken cancellationToken) =>
        PassOnAsync(request, PublishPyramid.File, "pyramid", cancellationToken);

    private Task<IResult> PassOnAsync(HttpRequest request, string file, string what, CancellationToken cancellationToken) =>
        live.AnswerAsync(snapshot => PassOnAsync(snapshot, request, file, what, cancellationToken), cancellationToken);

    private async Task<IResult> PassOnAsync(Snapshot snapshot, HttpRequest request, string file, string what, CancellationToken cancellationToken)
    {
        await using Stream? stream = await store.OpenFileAsync(snapshot.Id, file, cancellationToken).ConfigureAwait(false);
        if (stream is null)
            return await NotPublishedAsync(snapshot, what, cancellationToken).ConfigureAwait(false);
        using var json = new MemoryStream();
        await stream.CopyToAsync(json, cancellationToken).ConfigureAwait(false);
        return TaggedJson.Result(request, json.ToArray());
    }

    private async Task<IResult> NotPublishedAsync(Snapshot snapshot, string what, CancellationToken cancellationToken)
    {
        await store.RequireAsync(snapshot.Id, cancellationToken).ConfigureAwait(false);
        return Problem.NotFound(what, $"Snapshot {snapshot.Manifest.Run} was published without {what}; the next run will have them.");
    }
}
