using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Telemetry;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>
/// The manifest of the live snapshot. The pointer is read again every few seconds; a manifest never changes once its snapshot
/// is live, so it is kept until another takes its place.
/// </summary>
public sealed class LiveSnapshot(ISnapshotStore store, Instruments instruments, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan PointerLifetime = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Known? _known;

    /// <summary>The live manifest, or null before the first snapshot.</summary>
    public async Task<SnapshotManifest?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known && clock.GetElapsedTime(known.ReadAt) < PointerLifetime)
            return known.Manifest;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_known is { } meanwhile && clock.GetElapsedTime(meanwhile.ReadAt) < PointerLifetime)
                return meanwhile.Manifest;
            return await RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Forgets the pointer, so that the next read asks storage: for a reader who finds that its snapshot is gone.</summary>
    public void Forget() => _known = null;

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    private async Task<SnapshotManifest?> RefreshAsync(CancellationToken cancellationToken)
    {
        RunId? live = await store.LiveAsync(cancellationToken).ConfigureAwait(false);
        // Before the first snapshot nothing is remembered: it should be seen at once.
        if (live is null)
            return null;
        SnapshotManifest? manifest = _known is { Manifest: var old } && old.Run == live.Value.ToString()
            ? old
            : await store.ReadManifestAsync(live.Value, cancellationToken).ConfigureAwait(false);
        if (manifest is null)
            return null;
        instruments.SnapshotSeen(manifest.AsOf);
        _known = new Known(manifest, clock.GetTimestamp());
        return manifest;
    }

    private sealed record Known(SnapshotManifest Manifest, long ReadAt);
}
