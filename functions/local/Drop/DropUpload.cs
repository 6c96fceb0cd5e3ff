using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.LocalHost.Drop;

/// <summary>Uploads files into the folder of one source and waits until the blob trigger has read them.</summary>
internal sealed class DropUpload(BlobServiceClient storage, StoredRows rows, bool trustDropZone, string source)
{
    private readonly BlobContainerClient _drops = storage.GetBlobContainerClient(DropZone.Container);

    /// <summary>Uploads a file. Returns the id of its batch; null for a mapping, once the earlier files of the source were read under it, and for rates.</summary>
    public async Task<string?> RunAsync(string path, CancellationToken cancellationToken)
    {
        string file = Path.GetFileName(path);
        if (MarkerFile.Is(file, new FileInfo(path).Length))
        {
            await Console.Out.WriteLineAsync($"  {file} marks that others are complete, and is no export itself".AsMemory(), cancellationToken).ConfigureAwait(false);
            return null;
        }
        BlobContentInfo uploaded = await _drops.GetBlobClient($"{source}/{file}").UploadAsync(path, overwrite: true, cancellationToken).ConfigureAwait(false);
        if (DropZone.IsExport(file))
            return await BatchAsync(file, uploaded.ETag.ToString(), cancellationToken).ConfigureAwait(false);
        if (file == DropZone.MappingFile)
            await WaitForRereadAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task WaitForRereadAsync(CancellationToken cancellationToken)
    {
        string folder = source + "/";
        await foreach (BlobItem blob in _drops.GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, cancellationToken).ConfigureAwait(false))
        {
            string file = blob.Name[folder.Length..];
            if (DropZone.IsExport(file) && blob.Properties.ETag is { } version)
                await BatchAsync(file, version.ToString(), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string> BatchAsync(string file, string version, CancellationToken cancellationToken)
    {
        string mapping = SourceMappingFile.Fingerprint(await SourceMappingFile.ReadAsync(storage, trustDropZone, source, cancellationToken).ConfigureAwait(false));
        while (true)
        {
            foreach (StoredBatch batch in await rows.BatchesAsync(source, file, cancellationToken).ConfigureAwait(false))
            {
                if (Unquoted(batch.Version) == Unquoted(version) && batch.Mapping == mapping)
                    return batch.BatchId;
            }
            await Task.Delay(DropCommand.PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    // Listings give versions without the quotes that headers have.
    private static string Unquoted(string version) => version.Trim('"');
}
