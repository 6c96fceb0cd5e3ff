namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// Where snapshots are written and read. What is written lies under the name of one attempt at a run and is seen by nobody before that attempt
/// is made the run's; from then on it is never written to again.
/// </summary>
public interface ISnapshotStore
{
    /// <summary>Makes room for the pages of a snapshot.</summary>
    Task PreparePagesAsync(SnapshotId snapshot, CancellationToken cancellationToken);

    /// <summary>Stores pages that are successive, starting with number <paramref name="first"/>.</summary>
    Task WritePagesAsync(SnapshotId snapshot, int first, IReadOnlyList<CustomerPage> pages, CancellationToken cancellationToken);

    /// <summary>One page of a snapshot, or null where the snapshot or the page is gone.</summary>
    Task<CustomerPage?> ReadPageAsync(SnapshotId snapshot, int number, CancellationToken cancellationToken);

    /// <summary>Starts a file of the snapshot; it is there, whole, once the stream is disposed.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="path">Path within it, such as <c>segments/rfm11/Champions.csv</c>; no file of that name may be there.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<Stream> CreateFileAsync(SnapshotId snapshot, string path, CancellationToken cancellationToken);

    /// <summary>Opens a file of the snapshot, or gives null where it is not there.</summary>
    Task<Stream?> OpenFileAsync(SnapshotId snapshot, string path, CancellationToken cancellationToken);

    /// <summary>Stores the rows of the schemes' segments.</summary>
    Task WriteSegmentsAsync(SnapshotId snapshot, IReadOnlyList<SegmentTotal> segments, CancellationToken cancellationToken);

    /// <summary>Stores what a reader must know; a snapshot without a manifest is not complete.</summary>
    Task WriteManifestAsync(SnapshotId snapshot, SnapshotManifest manifest, CancellationToken cancellationToken);

    /// <summary>The manifest of a snapshot, or null where it is not complete or no longer kept.</summary>
    Task<SnapshotManifest?> ReadManifestAsync(SnapshotId snapshot, CancellationToken cancellationToken);

    /// <summary>The snapshot that a run published; null where it has none, or none any more.</summary>
    Task<SnapshotId?> FindAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Published snapshots that are still kept, the latest first.</summary>
    Task<IReadOnlyList<SnapshotId>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The snapshot that readers are sent to, or null before the first.</summary>
    Task<SnapshotId?> LiveAsync(CancellationToken cancellationToken);

    /// <summary>Removes everything that lies under the name of a snapshot, for good.</summary>
    Task DropAsync(SnapshotId snapshot, CancellationToken cancellationToken);
}
