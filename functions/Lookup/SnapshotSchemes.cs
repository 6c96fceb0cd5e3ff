using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>The schemes of the live snapshot, made again from what was stored with it; kept until another snapshot is asked for.</summary>
public sealed class SnapshotSchemes(ISnapshotStore store)
{
    private volatile Known? _known;

    /// <summary>The schemes in the manifest's order; null where the snapshot is no longer kept.</summary>
    public async Task<IReadOnlyList<ISegmentationScheme>?> OfAsync(SnapshotManifest manifest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (_known is { } known && known.Run == manifest.Run)
            return known.Schemes;
        if (await SnapshotParameters.ReadAsync(RunId.Parse(manifest.Run), store, cancellationToken).ConfigureAwait(false) is not { } parameters)
            return null;
        SegmentationSettings settings = manifest.Segmentation ?? new SegmentationSettings { Options = new SegmentationOptions().ToJson() };
        IReadOnlyList<ISegmentationScheme> schemes = SegmentationCatalogue.Build(settings.ToOptions(), parameters, settings.ToMaps());
        _known = new Known(manifest.Run, schemes);
        return schemes;
    }

    private sealed record Known(string Run, IReadOnlyList<ISegmentationScheme> Schemes);
}
