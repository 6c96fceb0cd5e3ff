using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Storage;

/// <summary>Snapshots in Table Storage (pages, segments, pointer) and Blob Storage (files).</summary>
public sealed class TableSnapshotStore(SnapshotPages pageTable, SnapshotBlobs blobs, SegmentTable segmentTable, LivePointer livePointer, RunTable runs) : ISnapshotStore
{
    /// <inheritdoc />
    public Task PreparePagesAsync(RunId run, CancellationToken cancellationToken) => pageTable.PrepareAsync(run, cancellationToken);

    /// <inheritdoc />
    public Task WritePagesAsync(RunId run, int first, IReadOnlyList<CustomerPage> pages, CancellationToken cancellationToken) =>
        pageTable.WriteAsync(run, first, pages, cancellationToken);

    /// <inheritdoc />
    public Task<CustomerPage?> ReadPageAsync(RunId run, int number, CancellationToken cancellationToken) => pageTable.ReadAsync(run, number, cancellationToken);

    /// <inheritdoc />
    public Task<Stream> CreateFileAsync(RunId run, string path, CancellationToken cancellationToken) => blobs.CreateAsync(run, path, cancellationToken);

    /// <inheritdoc />
    public Task<Stream?> OpenFileAsync(RunId run, string path, CancellationToken cancellationToken) => blobs.OpenReadAsync(run, path, 0, cancellationToken);

    /// <inheritdoc />
    public Task WriteSegmentsAsync(RunId run, IReadOnlyList<SegmentTotal> segments, CancellationToken cancellationToken) =>
        segmentTable.WriteAsync(run, segments, cancellationToken);

    /// <inheritdoc />
    public Task WriteManifestAsync(SnapshotManifest manifest, CancellationToken cancellationToken) => blobs.WriteManifestAsync(manifest, cancellationToken);

    /// <inheritdoc />
    public Task<SnapshotManifest?> ReadManifestAsync(RunId run, CancellationToken cancellationToken) => blobs.ReadManifestAsync(run, cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<RunId>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RunRow> all = await runs.ListAsync(cancellationToken).ConfigureAwait(false);
        return [.. all.Where(static run => run.Status == RunStatus.Published).Select(static run => run.Id).OrderDescending()];
    }

    /// <inheritdoc />
    public Task<RunId?> LiveAsync(CancellationToken cancellationToken) => livePointer.ReadAsync(cancellationToken);

    /// <inheritdoc />
    public Task<RunId> MakeLiveAsync(RunId run, CancellationToken cancellationToken) => livePointer.AdvanceAsync(run, cancellationToken);

    /// <inheritdoc />
    public async Task DropAsync(RunId run, CancellationToken cancellationToken)
    {
        await blobs.DropAsync(run, cancellationToken).ConfigureAwait(false);
        await segmentTable.DropAsync(run, cancellationToken).ConfigureAwait(false);
        await pageTable.DropAsync(run, cancellationToken).ConfigureAwait(false);
    }
}
