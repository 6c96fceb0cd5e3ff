using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>Shows how a file would be read under the mapping of its source. Nothing is stored.</summary>
public sealed class PreviewReader(StorageConnection storage, SourceMappings mappings, AppOptions options, TimeProvider clock)
{
    private readonly BatchPreviewer _previewer = new(options.Ingest, clock);
    private readonly BlobContainerClient _drops = storage.Blobs.GetBlobContainerClient(StorageNames.Transactions);

    /// <summary>Looks at a dropped blob; null where there is none.</summary>
    public async Task<BatchPreview?> ReadBlobAsync(DropName drop, CancellationToken cancellationToken)
    {
        if (drop.Problem is not null || !drop.IsExport)
            throw new ArgumentException($"'{drop}' is no export.", nameof(drop));
        BlobClient blob = _drops.GetBlobClient(drop.BlobName);
        try
        {
            BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return await ReadAsync(new BlobContent(blob, drop.File, properties), isWhole: true, drop.Source, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException missing) when (missing.Status is 404)
        {
            return null;
        }
        catch (DropReplacedException replaced)
        {
            return new BatchPreview { File = drop.File, Failure = MappingFailure.Of(replaced.Message) };
        }
    }

    /// <summary>Looks at a file, or at its first bytes, under the mapping of the source.</summary>
    public async Task<BatchPreview> ReadAsync(DroppedContent content, bool isWhole, string source, CancellationToken cancellationToken) =>
        await ReadAsync(content, isWhole, await mappings.ReadAsync(source, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Looks at a file, or at its first bytes, under a given mapping.</summary>
    public async Task<BatchPreview> ReadAsync(DroppedContent content, bool isWhole, SourceMapping mapping, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(mapping);
        return mapping.Problem is { } problem
            ? new BatchPreview { File = content.Name, Failure = MappingFailure.Of(problem) }
            : await _previewer.PreviewAsync(content, mapping.Override, isWhole, cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}
