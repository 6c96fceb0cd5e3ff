using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Storage;

/// <summary>
/// Files of snapshots: <c>{run}/{attempt}/manifest.json</c>, <c>customers.parquet</c>, <c>model.json</c>, <c>segments/…</c>; those of the time
/// before there were attempts lie right below the run. A file is created, never replaced.
/// </summary>
public sealed class SnapshotBlobs(StorageConnection connection)
{
    private const string ManifestFile = "manifest.json";

    private readonly BlobContainerClient _container = connection.Blobs.GetBlobContainerClient(StorageNames.Snapshots);

    /// <summary>The folder of a snapshot, with the slash at its end.</summary>
    public static string Folder(SnapshotId snapshot) => $"{snapshot}/";

    /// <summary>Starts a file; it is there once the stream is disposed.</summary>
    public Task<Stream> CreateAsync(SnapshotId snapshot, string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(OwnWrite.Create(_container.GetBlockBlobClient(Folder(snapshot) + path)));
    }

    /// <summary>Opens a file from an offset, or gives null where it is not there.</summary>
    public async Task<Stream?> OpenReadAsync(SnapshotId snapshot, string path, long offset, CancellationToken cancellationToken)
    {
        try
        {
            return await _container.GetBlobClient(Folder(snapshot) + path)
                .OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { Position = offset, BufferSize = 256 << 10 }, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Stores the manifest.</summary>
    /// <exception cref="IOException">Somebody else stored one under this attempt's name.</exception>
    public async Task WriteManifestAsync(SnapshotId snapshot, SnapshotManifest manifest, CancellationToken cancellationToken)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(manifest, RunJson.Default.SnapshotManifest);
        if (!await OwnWrite.TryCreateAsync(_container.GetBlobClient(Folder(snapshot) + ManifestFile), BinaryData.FromBytes(json), cancellationToken).ConfigureAwait(false))
            throw new IOException($"Snapshot {snapshot} has a manifest that this attempt did not write.");
    }

    /// <summary>Reads the manifest, or null.</summary>
    public async Task<SnapshotManifest?> ReadManifestAsync(SnapshotId snapshot, CancellationToken cancellationToken)
    {
        await using Stream? stream = await OpenReadAsync(snapshot, ManifestFile, 0, cancellationToken).ConfigureAwait(false);
        return stream is null ? null
            : await JsonSerializer.DeserializeAsync(stream, RunJson.Default.SnapshotManifest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Every snapshot, whole or not, that has a file.</summary>
    public async Task<IReadOnlyList<SnapshotId>> ListAsync(CancellationToken cancellationToken)
    {
        HashSet<SnapshotId> found = [];
        await foreach (BlobItem blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, null, cancellationToken).ConfigureAwait(false))
        {
            if (SnapshotOf(blob.Name) is { } snapshot)
                found.Add(snapshot);
        }
        return [.. found];
    }

    /// <summary>Removes every file of a snapshot; the manifest goes first, so that nobody takes the rest for whole.</summary>
    public async Task DropAsync(SnapshotId snapshot, CancellationToken cancellationToken)
    {
        await _container.DeleteBlobIfExistsAsync(Folder(snapshot) + ManifestFile, cancellationToken: cancellationToken).ConfigureAwait(false);
        await foreach (BlobItem blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, Folder(snapshot), cancellationToken).ConfigureAwait(false))
        {
            // Below the folder of a snapshot without an attempt lie those of the run's attempts.
            if (SnapshotOf(blob.Name) == snapshot)
                await _container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    private static SnapshotId? SnapshotOf(string blob)
    {
        string[] parts = blob.Split('/', 3);
        if (parts.Length < 2 || !RunId.TryParse(parts[0], out RunId run))
            return null;
        return new SnapshotId(run, parts.Length == 3 && SnapshotId.IsAttempt(parts[1]) ? parts[1] : "");
    }
}
