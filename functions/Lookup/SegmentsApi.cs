using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Segments of the live snapshot and the customers in them.</summary>
public sealed class SegmentsApi(LiveSnapshot live, SegmentTable segments, SegmentList lists, SegmentAdvice advice)
{
    private const int DefaultTop = 100;
    private const int MaxTop = 1_000;

    /// <summary>GET /segments?scheme=: every segment of a scheme with customers, share, revenue, mean CLV and action.</summary>
    [Function("ListSegments")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "segments")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await live.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } manifest)
            return Problem.NoSnapshot();
        string asked = request.Query["scheme"].ToString() is { Length: > 0 } named ? named : SegmentAdvice.LeadingScheme;
        if (manifest.SchemeIndex(asked) is var index && index < 0)
            return Problem.UnknownScheme(manifest, asked);
        string scheme = manifest.Schemes[index].Name;
        IReadOnlyList<SegmentTotal> totals = await segments.ReadAsync(RunId.Parse(manifest.Run), scheme, cancellationToken).ConfigureAwait(false);
        var answer = new SegmentsResponse(manifest.Run, manifest.AsOf, scheme, manifest.Currency, [.. totals.Select(total => ToResponse(manifest, total))]);
        return TaggedJson.Result(request, JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Default.SegmentsResponse));
    }

    /// <summary>GET /segments/{scheme}/{segment}/customers?top=&amp;continuationToken=: the customers of a segment with their scores, page by page.</summary>
    [Function("ListSegmentCustomers")]
    public async Task<IResult> CustomersAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "segments/{scheme}/{segment}/customers")] HttpRequest request,
        string scheme, string segment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        int top = DefaultTop;
        if (request.Query["top"].ToString() is { Length: > 0 } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out top) || top is < 1 or > MaxTop))
            return Problem.BadRequest($"top is '{text}'; it must be a whole number from 1 to {MaxTop}.");
        // A listing goes on in the snapshot it began with, also when another has become live meanwhile.
        SegmentPosition? position = null;
        if (request.Query["continuationToken"].ToString() is { Length: > 0 } token && (position = SegmentPosition.Parse(token)) is null)
            return Problem.BadRequest("continuationToken is not one that was given out here.");
        SnapshotManifest? manifest = position is null
            ? await live.ReadAsync(cancellationToken).ConfigureAwait(false)
            : await lists.ManifestAsync(position.Run, cancellationToken).ConfigureAwait(false);
        if (manifest is null)
            return position is null ? Problem.NoSnapshot() : Problem.NotFound("snapshot", $"Snapshot {position.Run} is no longer kept; start the listing again.");
        if (manifest.SchemeIndex(scheme) is var index && index < 0)
            return Problem.UnknownScheme(manifest, scheme);
        string? code = manifest.Schemes[index].Segments.FirstOrDefault(candidate => string.Equals(candidate, segment, StringComparison.OrdinalIgnoreCase));
        if (code is null)
            return Problem.NotFound("segment", $"Scheme {manifest.Schemes[index].Name} has no segment '{segment}'; it has {string.Join(", ", manifest.Schemes[index].Segments)}.");
        SegmentCustomersResponse page = await lists.ReadAsync(manifest, manifest.Schemes[index].Name, code, position?.Offset ?? 0, top, cancellationToken).ConfigureAwait(false);
        return Results.Json(page, ApiJson.Default.SegmentCustomersResponse);
    }

    private SegmentResponse ToResponse(SnapshotManifest manifest, SegmentTotal total) => new(
        total.Segment, total.Customers, Math.Round(total.Share, 6), total.Revenue.ToDecimal(), Math.Round(total.RevenueShare, 6),
        double.IsNaN(total.MeanClv) ? null : Math.Round(total.MeanClv, 4), advice.For(manifest, total.Scheme, total.Segment));
}
