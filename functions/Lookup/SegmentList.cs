using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Pages through the customers of a segment by reading a range of the segment's file.</summary>
public sealed class SegmentList(SnapshotBlobs blobs, ISnapshotStore store)
{
    /// <summary>The manifest of a snapshot that a listing began in, or null when it is gone.</summary>
    public Task<SnapshotManifest?> ManifestAsync(RunId run, CancellationToken cancellationToken) => store.ReadManifestAsync(run, cancellationToken);

    /// <summary>Up to <paramref name="top"/> customers from a byte of the file on.</summary>
    public async Task<SegmentCustomersResponse> ReadAsync(
        SnapshotManifest manifest, string scheme, string segment, long offset, int top, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        RunId run = RunId.Parse(manifest.Run);
        await using Stream? stream = await blobs.OpenReadAsync(run, SegmentFile.Path(scheme, segment), offset, cancellationToken).ConfigureAwait(false);
        // A segment without customers has no file.
        if (stream is null)
            return new SegmentCustomersResponse(manifest.Run, manifest.AsOf, scheme, segment, manifest.Currency, [], null);
        (IReadOnlyList<SegmentMember> members, long bytes, bool more) =
            await SegmentFile.ReadAsync(stream, atStart: offset == 0, top, cancellationToken).ConfigureAwait(false);
        return new SegmentCustomersResponse(
            manifest.Run, manifest.AsOf, scheme, segment, manifest.Currency,
            [.. members.Select(static m => new SegmentCustomerResponse(m.CustomerId, m.R, m.F, m.M, m.RecencyDays, m.Frequency, m.Monetary, m.PredictedClv, m.PAlive))],
            more ? new SegmentPosition(run, offset + bytes).ToToken() : null);
    }
}
