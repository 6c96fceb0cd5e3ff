namespace ServerlessSeg.Core.Resegmentation;

/// <summary>A complete snapshot as a reader holds it: which writing of it, and what must be known to read it. Whoever answers a question holds one to the end.</summary>
/// <param name="Id">The writing.</param>
/// <param name="Manifest">Its manifest.</param>
public sealed record Snapshot(SnapshotId Id, SnapshotManifest Manifest)
{
    /// <summary>The snapshot that a run published; null where it has none, or none any more.</summary>
    public static async Task<Snapshot?> OfRunAsync(RunId run, ISnapshotStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await store.FindAsync(run, cancellationToken).ConfigureAwait(false) is { } id ? await OpenAsync(id, store, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>One writing of a snapshot; null where it is not complete, or no longer kept.</summary>
    public static async Task<Snapshot?> OpenAsync(SnapshotId id, ISnapshotStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await store.ReadManifestAsync(id, cancellationToken).ConfigureAwait(false) is { } manifest ? new Snapshot(id, manifest) : null;
    }
}
