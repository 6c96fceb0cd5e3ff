using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>Reads what is dropped into <c>transactions/{source}/{file}</c>.</summary>
public sealed class IngestTrigger(DropIngest ingest, SourceReread reread)
{
    /// <summary>Takes one file in; a mapping lets the files of its source be read again. What is wrong with the file itself ends in its report; an exception is a passing fault and is tried again.</summary>
    [Function("Ingest")]
    public Task OnDropAsync(
        [BlobTrigger("transactions/{source}/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        // The platform lets {source} take as many folders as it can; here the source is the first folder, and the rest belongs to the file.
        int slash = blob.Name.IndexOf('/', StringComparison.Ordinal);
        (string source, string file) = (blob.Name[..slash], blob.Name[(slash + 1)..]);
        return file switch
        {
            StorageNames.MappingFile => reread.RunAsync(source, cancellationToken),
            // Rates are read when a run is planned.
            StorageNames.RatesFile => Task.CompletedTask,
            _ => ingest.RunAsync(blob, source, file, cancellationToken),
        };
    }
}
