using Microsoft.AspNetCore.Http;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Telemetry;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>
/// The live snapshot. The pointer is read again every few seconds; a manifest never changes once its snapshot is complete, so it is kept until another takes
/// its place. An answer is given from the one snapshot that it began with.
/// </summary>
public sealed class LiveSnapshot(ISnapshotStore store, Instruments instruments, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan PointerLifetime = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Known? _known;

    /// <summary>
    /// Answers from the live snapshot, or with 404 before the first. One that was removed meanwhile, which only a reader meets that was away for longer than
    /// snapshots are kept for readers, is answered from the one that is live then, or with 410.
    /// </summary>
    public async Task<IResult> AnswerAsync(Func<Snapshot, Task<IResult>> answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        SnapshotGoneException? gone = null;
        while (true)
        {
            if (await ReadAsync(cancellationToken).ConfigureAwait(false) is not { } snapshot)
                return Problem.NoSnapshot();
            if (snapshot.Id == gone?.Snapshot)
                return Problem.SnapshotGone(snapshot.Id.Run);
            try
            {
                return await answer(snapshot).ConfigureAwait(false);
            }
            catch (SnapshotGoneException removed)
            {
                // Another than the live one was asked for, or another is no longer to be had either.
                if (removed.Snapshot != snapshot.Id || gone is not null)
                    return Problem.SnapshotGone(removed.Snapshot.Run);
                gone = removed;
                Forget();
            }
        }
    }

    /// <summary>The live snapshot, or null before the first.</summary>
    /// <exception cref="InvalidDataException">The pointer names a snapshot that has no manifest.</exception>
    public async Task<Snapshot?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known && clock.GetElapsedTime(known.ReadAt) < PointerLifetime)
            return known.Snapshot;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_known is { } meanwhile && clock.GetElapsedTime(meanwhile.ReadAt) < PointerLifetime)
                return meanwhile.Snapshot;
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

    private async Task<Snapshot?> RefreshAsync(CancellationToken cancellationToken)
    {
        // Before the first snapshot nothing is remembered: it should be seen at once.
        if (await store.LiveAsync(cancellationToken).ConfigureAwait(false) is not { } live)
            return null;
        Snapshot snapshot = (_known is { Snapshot: var old } && old.Id == live ? old : await Snapshot.OpenAsync(live, store, cancellationToken).ConfigureAwait(false))
            ?? throw new InvalidDataException($"Snapshot {live} is live, but its manifest is missing.");
        instruments.SnapshotSeen(snapshot.Manifest.AsOf);
        _known = new Known(snapshot, clock.GetTimestamp());
        return snapshot;
    }

    private sealed record Known(Snapshot Snapshot, long ReadAt);
}
