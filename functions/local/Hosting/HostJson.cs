using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace ServerlessSeg.LocalRuntime.Hosting;

/// <summary>The part of host.json that the local host knows, with the official defaults.</summary>
internal sealed record HostJson
{
    /// <summary>The prefix of every route, without slashes.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>How many blobs of one function run at once.</summary>
    public int BlobParallelism { get; init; } = 8 * Environment.ProcessorCount;

    /// <summary>How often a blob is tried in all before it is given up.</summary>
    public int PoisonBlobThreshold { get; init; } = 5;

    /// <summary>How many messages are taken at once.</summary>
    public int QueueBatchSize { get; init; } = 16;

    /// <summary>A new batch is taken once no more messages than this are running.</summary>
    public int QueueNewBatchThreshold { get; init; } = 8;

    /// <summary>How often a message is tried in all before it is given up.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>The wait before a failed message is tried again.</summary>
    public TimeSpan QueueVisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>How message bodies are encoded.</summary>
    public QueueMessageEncoding MessageEncoding { get; init; } = QueueMessageEncoding.Base64;

    /// <summary>How long a function may run; infinite for no limit.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Reads the section that holds host.json.</summary>
    public static HostJson Read(IConfiguration configuration)
    {
        IConfigurationSection host = configuration.GetSection(LocalConfiguration.HostJsonSection);
        var defaults = new HostJson();
        int batchSize = host.GetValue("extensions:queues:batchSize", defaults.QueueBatchSize);
        string timeout = host["functionTimeout"] ?? "";
        return new HostJson
        {
            RoutePrefix = host.GetValue("extensions:http:routePrefix", defaults.RoutePrefix)!.Trim('/'),
            BlobParallelism = host.GetValue("extensions:blobs:maxDegreeOfParallelism", defaults.BlobParallelism),
            PoisonBlobThreshold = host.GetValue("extensions:blobs:poisonBlobThreshold", defaults.PoisonBlobThreshold),
            QueueBatchSize = batchSize,
            QueueNewBatchThreshold = host.GetValue("extensions:queues:newBatchThreshold", batchSize / 2),
            MaxDequeueCount = host.GetValue("extensions:queues:maxDequeueCount", defaults.MaxDequeueCount),
            QueueVisibilityTimeout = host.GetValue("extensions:queues:visibilityTimeout", defaults.QueueVisibilityTimeout),
            MessageEncoding = host.GetValue("extensions:queues:messageEncoding", defaults.MessageEncoding),
            FunctionTimeout = timeout is "-1" ? Timeout.InfiniteTimeSpan : host.GetValue("functionTimeout", defaults.FunctionTimeout),
        };
    }
}
