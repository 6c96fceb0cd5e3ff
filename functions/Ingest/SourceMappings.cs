using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>Reads the mappings that lie in the drop zone beside the exports, or else in the configuration.</summary>
/// <param name="storage">Holds both.</param>
/// <param name="options">Say whether the drop zone may say how files are read.</param>
public sealed class SourceMappings(StorageConnection storage, AppOptions options)
{
    private const int MaxBytes = 1 << 20;
    private const int MaxBlobNameLength = 1024;

    private readonly BlobContainerClient _drops = storage.Blobs.GetBlobContainerClient(StorageNames.Transactions);
    private readonly BlobContainerClient _configuration = storage.Blobs.GetBlobContainerClient(StorageNames.Configuration);

    /// <summary>The mapping of a source as it is now.</summary>
    public async Task<SourceMapping> ReadAsync(string source, CancellationToken cancellationToken)
    {
        if (options.TrustDropZone && await ReadAsync(_drops.GetBlobClient($"{source}/{StorageNames.MappingFile}"), cancellationToken).ConfigureAwait(false) is { } dropped)
            return dropped with { IsDropped = true };
        return await ReadAsync(_configuration.GetBlobClient(StorageNames.ConfiguredMapping(source)), cancellationToken).ConfigureAwait(false) ?? SourceMapping.None;
    }

    private static async Task<SourceMapping?> ReadAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        // The name of a source may be so long that no file can lie beside its exports.
        if (blob.Name.Length > MaxBlobNameLength)
            return null;
        try
        {
            Response<BlobDownloadStreamingResult> response = await blob.DownloadStreamingAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            await using Stream content = response.Value.Content;
            if (response.Value.Details.ContentLength > MaxBytes)
                return new SourceMapping(null, response.Value.Details.ETag.ToString(), $"{StorageNames.MappingFile} is longer than {MaxBytes} bytes.") { ChangedAt = response.Value.Details.LastModified };
            byte[] json = new byte[response.Value.Details.ContentLength];
            await content.ReadExactlyAsync(json, cancellationToken).ConfigureAwait(false);
            return SourceMapping.Of(json) with { ChangedAt = response.Value.Details.LastModified };
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }
}
