using System.Text;
using System.Text.Json;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// The configuration and what was found with it, kept with a snapshot: together they place and explain any of its customers, and later runs
/// take the names of clusters from them.
/// </summary>
public static class SnapshotParameters
{
    /// <summary>Name within the snapshot of the options.</summary>
    public const string OptionsFile = "segmentation.json";

    /// <summary>Name within the snapshot of the cut points and thresholds.</summary>
    public const string ParametersFile = "parameters.json";

    /// <summary>Writes both files.</summary>
    public static async Task WriteAsync(
        SnapshotId snapshot, SegmentationSettings settings, SegmentationParameters parameters, ISnapshotStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(store);
        await using (Stream options = await store.CreateFileAsync(snapshot, OptionsFile, cancellationToken).ConfigureAwait(false))
            await options.WriteAsync(Encoding.UTF8.GetBytes(settings.Options), cancellationToken).ConfigureAwait(false);
        await using Stream found = await store.CreateFileAsync(snapshot, ParametersFile, cancellationToken).ConfigureAwait(false);
        await JsonSerializer.SerializeAsync(found, parameters, SegmentationJson.Default.SegmentationParameters, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The parameters of a snapshot; null where it is no longer kept.</summary>
    public static async Task<SegmentationParameters?> ReadAsync(SnapshotId snapshot, ISnapshotStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        await using Stream? found = await store.OpenFileAsync(snapshot, ParametersFile, cancellationToken).ConfigureAwait(false);
        return found is null ? null
            : await JsonSerializer.DeserializeAsync(found, SegmentationJson.Default.SegmentationParameters, cancellationToken).ConfigureAwait(false);
    }
}
