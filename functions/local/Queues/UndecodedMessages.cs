using Azure.Storage.Queues;
using Microsoft.Extensions.Logging;

namespace ServerlessSeg.LocalRuntime.Queues;

/// <summary>Moves messages that are not in the queue's encoding to the poison queue as they are.</summary>
internal sealed partial class UndecodedMessages(QueueClient poison, string function, ILogger logger)
{
    /// <summary>Takes one such message out of its queue.</summary>
    public async Task GiveUpAsync(QueueMessageDecodingFailedEventArgs failed)
    {
        if (failed.ReceivedMessage is not { } message)
            return;
        await poison.CreateIfNotExistsAsync(cancellationToken: failed.CancellationToken).ConfigureAwait(false);
        await poison.SendMessageAsync(message.Body, cancellationToken: failed.CancellationToken).ConfigureAwait(false);
        await failed.Queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, failed.CancellationToken).ConfigureAwait(false);
        LogUndecoded(function, message.MessageId, poison.Name);
    }

    [LoggerMessage(1, LogLevel.Error, "{Function} cannot decode message {Message}; it is in queue {Queue}")]
    private partial void LogUndecoded(string function, string message, string queue);
}
