using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Reads what a run published, whichever attempt wrote it.</summary>
internal static class StoreByRun
{
    public static async Task<SnapshotManifest?> ReadManifestAsync(this ISnapshotStore store, RunId run, CancellationToken cancellationToken) =>
        await store.FindAsync(run, cancellationToken) is { } snapshot ? await store.ReadManifestAsync(snapshot, cancellationToken) : null;

    public static async Task<Stream?> OpenFileAsync(this ISnapshotStore store, RunId run, string path, CancellationToken cancellationToken) =>
        await store.FindAsync(run, cancellationToken) is { } snapshot ? await store.OpenFileAsync(snapshot, path, cancellationToken) : null;

    public static async Task<CustomerPage?> ReadPageAsync(this ISnapshotStore store, RunId run, int number, CancellationToken cancellationToken) =>
        await store.FindAsync(run, cancellationToken) is { } snapshot ? await store.ReadPageAsync(snapshot, number, cancellationToken) : null;

    public static async Task<SnapshotId> PublishedAsync(this ISnapshotStore store, RunId run) =>
        await store.FindAsync(run, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException($"Run {run} has no snapshot.");
}
