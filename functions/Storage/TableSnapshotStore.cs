using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Storage;

/// <summary>Snapshots in Table Storage (pages, segments, pointer) and Blob Storage (files).</summary>
public sealed class TableSnapshotStore(SnapshotPages pageTable, SnapshotBlobs blobs, SegmentTable segmentTable, LivePointer livePointer, RunTable runs) : ISnapshotStore
{
    /// <inheritdoc />
    public Task PreparePagesAsync(SnapshotId snapshot, CancellationToken cancellationToken) => pageTable.PrepareAsync(snapshot, cancellationToken);

    /// <inheritdoc />
    public Task WritePagesAsync(SnapshotId snapshot, int first, IReadOnlyList<CustomerPage> pages, CancellationToken cancellationToken) =>
        pageTable.WriteAsync(snapshot, first, pages, cancellationToken);

    /// <inheritdoc />
    public Task<CustomerPage?> ReadPageAsync(SnapshotId snapshot, int number, CancellationToken cancellationToken) =>
        pageTable.ReadAsync(snapshot, number, cancellationToken);

    /// <inheritdoc />
    public Task<Stream> CreateFileAsync(SnapshotId snapshot, string path, CancellationToken cancellationToken) => blobs.CreateAsync(snapshot, path, cancellationToken);

    /// <inheritdoc />
    public Task<Stream?> OpenFileAsync(SnapshotId snapshot, string path, CancellationToken cancellationToken) =>
        blobs.OpenReadAsync(snapshot, path, 0, cancellationToken);

    /// <inheritdoc />
    public Task WriteSegmentsAsync(SnapshotId snapshot, IReadOnlyList<SegmentTotal> segments, CancellationToken cancellationToken) =>
        segmentTable.WriteAsync(snapshot, segments, cancellationToken);

    /// <inheritdoc />
    public Task WriteManifestAsync(SnapshotId snapshot, SnapshotManifest manifest, CancellationToken cancellationToken) =>
        blobs.WriteManifestAsync(snapshot, manifest, cancellationToken);

    /// <inheritdoc />
    public Task<SnapshotManifest?> ReadManifestAsync(SnapshotId snapshot, CancellationToken cancellationToken) => blobs.ReadManifestAsync(snapshot, cancellationToken);

    /// <inheritdoc />
    public async Task<SnapshotId?> FindAsync(RunId run, CancellationToken cancellationToken) =>
        (await runs.FindAsync(run, cancellationToken).ConfigureAwait(false))?.Snapshot;

    /// <inheritdoc />
    public async Task<IReadOnlyList<SnapshotId>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RunRow> all = await runs.ListAsync(cancellationToken).ConfigureAwait(false);
        return [.. all.Select(static run => run.Snapshot).OfType<SnapshotId>().OrderByDescending(static snapshot => snapshot.Run)];
    }

    /// <inheritdoc />
    public async Task<SnapshotId?> LiveAsync(CancellationToken cancellationToken) =>
        (await livePointer.ReadAsync(cancellationToken).ConfigureAwait(false))?.Snapshot;

    /// <inheritdoc />
    public async Task DropAsync(SnapshotId snapshot, CancellationToken cancellationToken)
    {
        await blobs.DropAsync(snapshot, cancellationToken).ConfigureAwait(false);
        await segmentTable.DropAsync(snapshot, cancellationToken).ConfigureAwait(false);
        // The table goes last: while it is there, a drop that was cut short is found again.
        await pageTable.DropAsync(snapshot, cancellationToken).ConfigureAwait(false);
    }
}
