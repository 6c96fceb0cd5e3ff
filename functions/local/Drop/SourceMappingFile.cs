using System.IO.Hashing;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ServerlessSeg.LocalHost.Drop;

/// <summary>The mapping of a source as it lies in storage: beside the exports, or else in the configuration.</summary>
internal static class SourceMappingFile
{
    /// <summary>Its bytes; null where there is none.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="trustDropZone">Whether one in the drop zone counts.</param>
    /// <param name="source">The source.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<byte[]?> ReadAsync(BlobServiceClient storage, bool trustDropZone, string source, CancellationToken cancellationToken) =>
        (trustDropZone ? await ReadAsync(storage, DropZone.Container, $"{source}/{DropZone.MappingFile}", cancellationToken).ConfigureAwait(false) : null)
        ?? await ReadAsync(storage, DropZone.Configuration, $"mappings/{source}.json", cancellationToken).ConfigureAwait(false);

    /// <summary>What a batch notes of the mapping that read it; empty for none.</summary>
    public static string Fingerprint(byte[]? json) => json is null ? "" : Convert.ToHexStringLower(XxHash128.Hash(json));

    private static async Task<byte[]?> ReadAsync(BlobServiceClient storage, string container, string name, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadResult content = await storage.GetBlobContainerClient(container).GetBlobClient(name).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            return content.Content.ToArray();
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }
}
