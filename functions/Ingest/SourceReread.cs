using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>
/// Reads the files of a source again when its mapping has changed. Each is committed by itself and left alone when it was read under
/// this mapping already, so an interrupted pass is taken up where it stopped.
/// </summary>
public sealed class SourceReread(StorageConnection storage, SourceMappings mappings, DropIngest ingest, ILogger<SourceReread> log)
{
    private readonly BlobContainerClient _drops = storage.Blobs.GetBlobContainerClient(StorageNames.Transactions);

    /// <summary>Whether a file of the drop zone is an export, and not what says how exports are read.</summary>
    /// <param name="file">Name within the folder of the source.</param>
    public static bool IsExport(string file) => file is not (StorageNames.MappingFile or StorageNames.RatesFile);

    /// <summary>
    /// Takes the exports in again of every source whose mapping was deleted, or changed in the configuration, since they were read: nobody
    /// is told of that, so this is to be asked before batches are counted.
    /// </summary>
    /// <param name="rows">Every batch.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task WhereMappingChangedUnseenAsync(IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken)
    {
        foreach (IGrouping<string, BatchRow> source in rows.GroupBy(static row => row.Source, StringComparer.Ordinal))
        {
            SourceMapping now = await mappings.ReadAsync(source.Key, cancellationToken).ConfigureAwait(false);
            if (!now.IsDropped && source.Any(row => row.Mapping != now.Fingerprint))
                await RunAsync(source.Key, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes every export of the source in that was read under another mapping.</summary>
    public async Task RunAsync(string source, CancellationToken cancellationToken)
    {
        string folder = source + "/";
        int files = 0;
        await foreach (BlobItem blob in _drops.GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, cancellationToken).ConfigureAwait(false))
        {
            string file = blob.Name[folder.Length..];
            if (!IsExport(file))
                continue;
            await ingest.RunAsync(_drops.GetBlobClient(blob.Name), source, file, cancellationToken).ConfigureAwait(false);
            files++;
        }
        log.SourceReread(source, files);
    }
}
