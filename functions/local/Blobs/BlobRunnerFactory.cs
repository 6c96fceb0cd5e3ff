using Azure.Storage.Queues;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalRuntime.Hosting;
using ServerlessSeg.LocalRuntime.Invocation;
using ServerlessSeg.LocalRuntime.Storage;

namespace ServerlessSeg.LocalRuntime.Blobs;

/// <summary>Makes the runner of a blob function.</summary>
internal sealed class BlobRunnerFactory(
    StorageConnections connections,
    FunctionInvoker invoker,
    BlobReceipts receipts,
    HostJson host,
    LocalTiming timing,
    TimeProvider clock,
    ILogger<BlobRunner> logger)
{
    /// <summary>The runner of a function whose blobs are behind the given connection.</summary>
    public BlobRunner Create(FunctionDescriptor function, BlobPathPattern pattern, string? connection)
    {
        QueueServiceClient queues = connections.Queues(connection, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        return new BlobRunner(function, pattern, queues.GetQueueClient(PoisonBlobMessage.Queue), invoker, receipts, host, timing, clock, logger);
    }
}
