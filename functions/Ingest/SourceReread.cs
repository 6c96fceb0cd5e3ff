using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>
/// Reads the files of a source again when its mapping has changed. Each is committed by itself and left alone when it was read under
/// this mapping already; what an interrupted pass leaves is found by <see cref="DropReconciliation"/>.
/// </summary>
public sealed class SourceReread(StorageConnection storage, PatientIngest ingest, ILogger<SourceReread> log)
{
    private readonly BlobContainerClient _drops = storage.Blobs.GetBlobContainerClient(StorageNames.Transactions);

    /// <summary>Takes every export of the source in that was read under another mapping.</summary>
    public async Task RunAsync(string source, CancellationToken cancellationToken)
    {
        using IDisposable patience = StoragePatience.OfWork();
        int files = 0;
        await foreach (BlobItem blob in _drops.GetBlobsAsync(BlobTraits.None, BlobStates.None, source + "/", cancellationToken).ConfigureAwait(false))
        {
            DropName drop = DropName.Of(blob.Name);
            if (!drop.IsExport)
                continue;
            await ingest.RunAsync(drop, again: false, cancellationToken).ConfigureAwait(false);
            files++;
        }
        log.SourceReread(LogText.OneLine(source), files);
    }
}
