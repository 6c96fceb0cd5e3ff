using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Storage;

/// <summary>Files of snapshots: <c>{run}/manifest.json</c>, <c>customers.parquet</c>, <c>model.json</c>, <c>segments/…</c>.</summary>
public sealed class SnapshotBlobs(StorageConnection connection)
{
    private const string ManifestFile = "manifest.json";

    private readonly BlobContainerClient _container = connection.Blobs.GetBlobContainerClient(StorageNames.Snapshots);

    /// <summary>Starts a file; it is there once the stream is disposed.</summary>
    public Task<Stream> CreateAsync(RunId run, string path, CancellationToken cancellationToken) =>
        _container.GetBlockBlobClient(Name(run, path)).OpenWriteAsync(overwrite: true, cancellationToken: cancellationToken);

    /// <summary>Opens a file from an offset, or gives null where it is not there.</summary>
    public async Task<Stream?> OpenReadAsync(RunId run, string path, long offset, CancellationToken cancellationToken)
    {
        try
        {
            return await _container.GetBlobClient(Name(run, path))
                .OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { Position = offset, BufferSize = 256 << 10 }, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Stores the manifest.</summary>
    public async Task WriteManifestAsync(SnapshotManifest manifest, CancellationToken cancellationToken)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(manifest, RunJson.Default.SnapshotManifest);
        await _container.GetBlobClient(Name(RunId.Parse(manifest.Run), ManifestFile))
            .UploadAsync(BinaryData.FromBytes(json), overwrite: true, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Reads the manifest, or null.</summary>
    public async Task<SnapshotManifest?> ReadManifestAsync(RunId run, CancellationToken cancellationToken)
    {
        await using Stream? stream = await OpenReadAsync(run, ManifestFile, 0, cancellationToken).ConfigureAwait(false);
        return stream is null ? null
            : await JsonSerializer.DeserializeAsync(stream, RunJson.Default.SnapshotManifest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes every file of a snapshot; the manifest goes first, so that nobody takes the rest for whole.</summary>
    public async Task DropAsync(RunId run, CancellationToken cancellationToken)
    {
        await _container.DeleteBlobIfExistsAsync(Name(run, ManifestFile), cancellationToken: cancellationToken).ConfigureAwait(false);
        await foreach (BlobItem blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, Name(run, ""), cancellationToken).ConfigureAwait(false))
            await _container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static string Name(RunId run, string path) => $"{run}/{path}";
}
