using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Tells what a snapshot never had from what was removed with it.</summary>
public static class HeldSnapshot
{
    /// <summary>Looks whether a snapshot of which something is not there is there itself. Its manifest is the first that goes.</summary>
    /// <exception cref="SnapshotGoneException">It was removed.</exception>
    public static async Task RequireAsync(this ISnapshotStore store, SnapshotId snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (await store.ReadManifestAsync(snapshot, cancellationToken).ConfigureAwait(false) is null)
            throw new SnapshotGoneException(snapshot);
    }
}
