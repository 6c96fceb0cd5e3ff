using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>Reads what is dropped into <c>transactions/{source}/{file}</c>.</summary>
public sealed class IngestTrigger(DropIngest ingest)
{
    /// <summary>Takes one file in. What is wrong with the file itself ends in its report; an exception is a passing fault and is tried again.</summary>
    [Function("IngestDrop")]
    public Task OnDropAsync(
        [BlobTrigger("transactions/{source}/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        string source, string name, CancellationToken cancellationToken) =>
        ingest.RunAsync(blob, source, name, cancellationToken);
}
