using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>Reads what is dropped into <c>transactions/{source}/{file}</c>.</summary>
public sealed class IngestTrigger(DropIngest ingest)
{
    /// <summary>Takes one file in. What is wrong with the file itself ends in its report; an exception is a passing fault and is tried again.</summary>
    [Function("Ingest")]
    public Task OnDropAsync(
        [BlobTrigger("transactions/{source}/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        // The platform lets {source} take as many folders as it can; here the source is the first folder, and the rest belongs to the file.
        int slash = blob.Name.IndexOf('/', StringComparison.Ordinal);
        return ingest.RunAsync(blob, blob.Name[..slash], blob.Name[(slash + 1)..], cancellationToken);
    }
}
