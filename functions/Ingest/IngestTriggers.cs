using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>Reads what is dropped into <c>transactions/{source}/{file}</c>, and sees to it that nothing dropped is forgotten.</summary>
public sealed class IngestTriggers(PatientIngest ingest, DroppedSettings settings, DropReconciliation reconciliation, BatchRows rows, ILogger<IngestTriggers> log)
{
    /// <summary>Takes one file in; a mapping lets the files of its source be read again. What is wrong with a file ends in its row; an exception is that storage took none.</summary>
    [Function("Ingest")]
    public Task OnDropAsync(
        [BlobTrigger("transactions/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        DropName drop = DropName.Of(blob.Name);
        return drop.IsExport || (drop.Problem is not null && !drop.IsGeneral)
            ? ingest.RunAsync(drop, again: false, cancellationToken)
            : settings.RunAsync(drop, cancellationToken);
    }

    /// <summary>Reads a file once more that somebody asked for.</summary>
    [Function("ReadBatchAgain")]
    public Task OnRetryAsync([QueueTrigger(StorageNames.RetryQueue)] string message, CancellationToken cancellationToken)
    {
        RetryMessage retry = JsonSerializer.Deserialize(message, IngestMessages.Default.RetryMessage) ?? throw new JsonException("The message is null.");
        return ingest.RunAsync(new DropName(retry.Source, retry.File), again: true, cancellationToken);
    }

    /// <summary>Records a file that the platform gives up, because its reading was broken off again and again or not even a row could be written.</summary>
    [Function("GiveUpBatch")]
    public async Task OnPoisonAsync([QueueTrigger(StorageNames.BlobPoisonQueue)] string message, CancellationToken cancellationToken)
    {
        using IDisposable patience = StoragePatience.OfWork();
        PoisonedBlob? poisoned = JsonSerializer.Deserialize(message, IngestMessages.Default.PoisonedBlob);
        if (poisoned is not { ContainerName: StorageNames.Transactions, BlobName.Length: > 0 })
            return;
        DropName drop = DropName.Of(poisoned.BlobName);
        // A mapping that could not be read through is taken up by the reconciliation, file by file.
        if (drop.IsExport && await rows.RecordFailureAsync(drop, "the platform gave up after its last try", cancellationToken).ConfigureAwait(false) is { } row)
            log.BatchPoisoned(drop, row.FailedTries);
    }

    /// <summary>Looks every ten minutes for dropped files that are in no batch.</summary>
    [Function("ReconcileDrops")]
    public Task OnTimeAsync([TimerTrigger("0 */10 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => reconciliation.RunAsync(cancellationToken);
}
