namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// Where snapshots are published. Everything but <see cref="MakeLiveAsync"/> may be repeated with the same content and is
/// seen by nobody before that call.
/// </summary>
public interface ISnapshotStore
{
    /// <summary>Makes room for the pages of a snapshot; does nothing where it is there already.</summary>
    Task PreparePagesAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Stores pages that are successive, starting with number <paramref name="first"/>.</summary>
    Task WritePagesAsync(RunId run, int first, IReadOnlyList<CustomerPage> pages, CancellationToken cancellationToken);

    /// <summary>One page of a snapshot, or null where the snapshot or the page is gone.</summary>
    Task<CustomerPage?> ReadPageAsync(RunId run, int number, CancellationToken cancellationToken);

    /// <summary>Starts a file of the snapshot; it is there, whole, once the stream is disposed.</summary>
    /// <param name="run">The snapshot.</param>
    /// <param name="path">Path within it, such as <c>segments/rfm11/Champions.csv</c>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<Stream> CreateFileAsync(RunId run, string path, CancellationToken cancellationToken);

    /// <summary>Opens a file of the snapshot, or gives null where it is not there.</summary>
    Task<Stream?> OpenFileAsync(RunId run, string path, CancellationToken cancellationToken);

    /// <summary>Stores the rows of the schemes' segments.</summary>
    Task WriteSegmentsAsync(RunId run, IReadOnlyList<SegmentTotal> segments, CancellationToken cancellationToken);

    /// <summary>Stores what a reader must know; a snapshot without a manifest is not complete.</summary>
    Task WriteManifestAsync(SnapshotManifest manifest, CancellationToken cancellationToken);

    /// <summary>The manifest of a snapshot, or null.</summary>
    Task<SnapshotManifest?> ReadManifestAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Complete snapshots that are still kept, the latest first.</summary>
    Task<IReadOnlyList<RunId>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The snapshot that readers are sent to, or null before the first.</summary>
    Task<RunId?> LiveAsync(CancellationToken cancellationToken);

    /// <summary>Sends readers to a snapshot, unless they are at a later one already. The one step by which a run becomes visible.</summary>
    /// <returns>The snapshot that is live now.</returns>
    Task<RunId> MakeLiveAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Removes a snapshot for good.</summary>
    Task DropAsync(RunId run, CancellationToken cancellationToken);
}
