using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Functions.Ingest;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Drop;

/// <summary>Uploads files into the folder of one source and waits until the blob trigger has read them.</summary>
internal sealed class DropUpload(IServiceProvider services, string source)
{
    private readonly BatchTable _batches = services.GetRequiredService<BatchTable>();
    private readonly SourceMappings _mappings = services.GetRequiredService<SourceMappings>();
    private readonly BlobContainerClient _drops =
        services.GetRequiredService<StorageConnection>().Blobs.GetBlobContainerClient(StorageNames.Transactions);

    /// <summary>Uploads a file. Returns its batch; null for a mapping, once the earlier files of the source were read under it, and for rates.</summary>
    public async Task<BatchRow?> RunAsync(string path, CancellationToken cancellationToken)
    {
        string file = Path.GetFileName(path);
        BlobContentInfo uploaded = await _drops.GetBlobClient($"{source}/{file}").UploadAsync(path, overwrite: true, cancellationToken).ConfigureAwait(false);
        if (new DropName(source, file).IsExport)
            return await BatchAsync(file, uploaded.ETag.ToString(), cancellationToken).ConfigureAwait(false);
        if (file == StorageNames.MappingFile)
            await WaitForRereadAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task WaitForRereadAsync(CancellationToken cancellationToken)
    {
        string folder = source + "/";
        await foreach (BlobItem blob in _drops.GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, cancellationToken).ConfigureAwait(false))
        {
            string file = blob.Name[folder.Length..];
            if (new DropName(source, file).IsExport && blob.Properties.ETag is { } version)
                await BatchAsync(file, version.ToString(), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<BatchRow> BatchAsync(string file, string version, CancellationToken cancellationToken)
    {
        string mapping = (await _mappings.ReadAsync(source, cancellationToken).ConfigureAwait(false)).Fingerprint;
        while (true)
        {
            foreach (bool refused in new[] { false, true })
            {
                BatchRow? row = await _batches.FindAsync(source, file, refused, cancellationToken).ConfigureAwait(false);
                if (row is not null && Unquoted(row.BlobETag) == Unquoted(version) && row.Mapping == mapping)
                    return row;
            }
            await Task.Delay(DropCommand.PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    // Listings give versions without the quotes that headers have.
    private static string Unquoted(string version) => version.Trim('"');
}
