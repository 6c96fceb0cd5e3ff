using Azure.Storage.Queues;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>The messages in the queue of runs. One says that somebody should look at a run; what is to be done the run's row tells, so a message too many does no harm.</summary>
public sealed class RunMessages(StorageConnection storage)
{
    private readonly QueueClient _queue = storage.Queues.GetQueueClient(StorageNames.RunQueue);

    /// <summary>Asks for a look at the run, at once.</summary>
    public Task SendAsync(RunId run, CancellationToken cancellationToken) => SendAsync(run, TimeSpan.Zero, cancellationToken);

    /// <summary>Asks for a look at the run after a while.</summary>
    public async Task SendAsync(RunId run, TimeSpan delay, CancellationToken cancellationToken) =>
        await _queue.SendMessageAsync(run.ToString(), visibilityTimeout: delay, timeToLive: null, cancellationToken).ConfigureAwait(false);
}
