using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>The schemes of the live snapshot, made again from what was stored with it; kept until another snapshot is asked for.</summary>
public sealed class SnapshotSchemes(ISnapshotStore store)
{
    private volatile Known? _known;

    /// <summary>The schemes in the manifest's order; null where the snapshot was published without what makes them.</summary>
    /// <exception cref="SnapshotGoneException">The snapshot was removed.</exception>
    public async Task<IReadOnlyList<ISegmentationScheme>?> OfAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        SnapshotManifest manifest = snapshot.Manifest;
        if (_known is { } known && known.Snapshot == snapshot.Id)
            return known.Schemes;
        if (await SnapshotParameters.ReadAsync(snapshot.Id, store, cancellationToken).ConfigureAwait(false) is not { } parameters)
        {
            await store.RequireAsync(snapshot.Id, cancellationToken).ConfigureAwait(false);
            return null;
        }
        SegmentationSettings settings = manifest.Segmentation ?? new SegmentationSettings { Options = new SegmentationOptions().ToJson() };
        IReadOnlyList<ISegmentationScheme> schemes = SegmentationCatalogue.Build(settings.ToOptions(), parameters, settings.ToMaps());
        _known = new Known(snapshot.Id, schemes);
        return schemes;
    }

    private sealed record Known(SnapshotId Snapshot, IReadOnlyList<ISegmentationScheme> Schemes);
}
