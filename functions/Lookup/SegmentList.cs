using Azure;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Pages through the customers of a segment by reading a range of the segment's file.</summary>
public sealed class SegmentList(SnapshotBlobs blobs, ISnapshotStore store)
{
    /// <summary>Up to <paramref name="top"/> customers from a byte of the file on; null where no line begins at that byte.</summary>
    /// <exception cref="SnapshotGoneException">The snapshot was removed.</exception>
    public async Task<SegmentCustomersResponse?> ReadAsync(
        Snapshot snapshot, string scheme, string segment, long offset, int top, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        SnapshotManifest manifest = snapshot.Manifest;
        try
        {
            await using Stream? stream = await blobs.OpenReadAsync(snapshot.Id, SegmentFile.Path(scheme, segment), offset, cancellationToken).ConfigureAwait(false);
            if (stream is null)
            {
                // A segment without customers has no file.
                await store.RequireAsync(snapshot.Id, cancellationToken).ConfigureAwait(false);
                return new SegmentCustomersResponse(manifest.Run, manifest.AsOf, scheme, segment, manifest.Currency, [], null);
            }
            (IReadOnlyList<SegmentMember> members, long bytes, bool more) =
                await SegmentFile.ReadAsync(stream, atStart: offset == 0, top, cancellationToken).ConfigureAwait(false);
            // Where a listing goes on there is somebody.
            return members.Count == 0 && offset > 0 ? null : new SegmentCustomersResponse(
                manifest.Run, manifest.AsOf, scheme, segment, manifest.Currency,
                [.. members.Select(static m => new SegmentCustomerResponse(m.CustomerId, m.R, m.F, m.M, m.RecencyDays, m.Frequency, m.Monetary, m.PredictedClv, m.PAlive))],
                more ? new SegmentPosition(snapshot.Id, offset + bytes).ToToken() : null);
        }
        catch (RequestFailedException removed) when (removed.Status == 404)
        {
            throw new SnapshotGoneException(snapshot.Id);
        }
        catch (Exception nowhere) when (offset > 0 && nowhere is InvalidDataException or FormatException or ArgumentOutOfRangeException or RequestFailedException { Status: 416 })
        {
            return null;
        }
    }
}
