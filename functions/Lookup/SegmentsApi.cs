using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Segments of the live snapshot and the customers in them.</summary>
public sealed class SegmentsApi(LiveSnapshot live, ISnapshotStore store, SegmentTable segments, SegmentList lists, SegmentAdvice advice)
{
    private const int DefaultTop = 100;
    private const int MaxTop = 1_000;

    /// <summary>GET /segments?scheme=: every segment of a scheme with customers, share, revenue, mean and total CLV and action.</summary>
    [Function("ListSegments")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "segments")] HttpRequest request, CancellationToken cancellationToken) =>
        live.AnswerAsync(snapshot => ListAsync(snapshot, request, cancellationToken), cancellationToken);

    private async Task<IResult> ListAsync(Snapshot snapshot, HttpRequest request, CancellationToken cancellationToken)
    {
        SnapshotManifest manifest = snapshot.Manifest;
        string asked = request.Query["scheme"].ToString() is { Length: > 0 } named ? named : SegmentAdvice.LeadingScheme;
        if (manifest.SchemeIndex(asked) is var index && index < 0)
            return Problem.UnknownScheme(manifest, asked);
        string scheme = manifest.Schemes[index].Name;
        IReadOnlyList<SegmentTotal> totals = await segments.ReadAsync(snapshot.Id, scheme, cancellationToken).ConfigureAwait(false);
        // Segments without customers have rows too.
        if (totals.Count < manifest.Schemes[index].Segments.Count)
            await store.RequireAsync(snapshot.Id, cancellationToken).ConfigureAwait(false);
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
        if (position is null)
            return await live.AnswerAsync(snapshot => PageAsync(snapshot, scheme, segment, 0, top, cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            return await Snapshot.OpenAsync(position.Snapshot, store, cancellationToken).ConfigureAwait(false) is { } begun
                ? await PageAsync(begun, scheme, segment, position.Offset, top, cancellationToken).ConfigureAwait(false)
                : Problem.SnapshotGone(position.Snapshot.Run);
        }
        catch (SnapshotGoneException)
        {
            return Problem.SnapshotGone(position.Snapshot.Run);
        }
    }

    private async Task<IResult> PageAsync(Snapshot snapshot, string scheme, string segment, long offset, int top, CancellationToken cancellationToken)
    {
        SnapshotManifest manifest = snapshot.Manifest;
        if (manifest.SchemeIndex(scheme) is var index && index < 0)
            return Problem.UnknownScheme(manifest, scheme);
        string? code = manifest.Schemes[index].Segments.FirstOrDefault(candidate => string.Equals(candidate, segment, StringComparison.OrdinalIgnoreCase));
        if (code is null)
            return Problem.NotFound("segment", $"Scheme {manifest.Schemes[index].Name} has no segment '{segment}'; it has {string.Join(", ", manifest.Schemes[index].Segments)}.");
        return await lists.ReadAsync(snapshot, manifest.Schemes[index].Name, code, offset, top, cancellationToken).ConfigureAwait(false) is { } page
            ? Results.Json(page, ApiJson.Default.SegmentCustomersResponse)
            : Problem.BadRequest("continuationToken is not one that was given out for this segment.");
    }

    private SegmentResponse ToResponse(SnapshotManifest manifest, SegmentTotal total) => new(
        total.Segment, total.Customers, Math.Round(total.Share, 6), total.Revenue.ToDecimal(), Math.Round(total.RevenueShare, 6),
        double.IsNaN(total.MeanClv) ? null : Math.Round(total.MeanClv, 4),
        total.Clv is { } clv ? new TotalClvResponse(Math.Round(clv.Expected, 2), Math.Round(clv.Low, 2), Math.Round(clv.High, 2), manifest.Options.IntervalLevel) : null,
        advice.For(manifest, total.Scheme, total.Segment));
}
