using System.Collections.Concurrent;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalRuntime.Hosting;
using ServerlessSeg.LocalRuntime.Invocation;

namespace ServerlessSeg.LocalRuntime.Blobs;

/// <summary>Runs a function for a blob: receipts, tries, and the poison queue in the end.</summary>
internal sealed partial class BlobRunner(
    FunctionDescriptor function,
    BlobPathPattern pattern,
    QueueClient poison,
    FunctionInvoker invoker,
    BlobReceipts receipts,
    HostJson host,
    LocalTiming timing,
    TimeProvider clock,
    ILogger logger)
{
    private readonly ConcurrentDictionary<string, string> _completed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _failedAt = new(StringComparer.Ordinal);

    /// <summary>Whether a version of a blob may need to run now, as far as memory knows.</summary>
    public bool IsWanted(string name, ETag version) =>
        !(_completed.TryGetValue(name, out string? done) && done == BlobReceipts.VersionName(version))
        && !(_failedAt.TryGetValue(name, out long failed) && clock.GetElapsedTime(failed) < timing.BlobRetryDelay);

    /// <summary>Runs the function for the blob as it is now, unless its receipt says that it was done.</summary>
    public async Task RunAsync(BlobClient blob, CancellationToken stopping)
    {
        if (await PropertiesAsync(blob, stopping).ConfigureAwait(false) is not { } properties)
            return;
        BlobReceipt receipt = await receipts.ReadAsync(function.Name, blob, properties.ETag, stopping).ConfigureAwait(false);
        if (!receipt.IsCompleted)
            receipt = await TryAsync(blob, properties, receipt, stopping).ConfigureAwait(false);
        if (receipt.IsCompleted)
            _completed[blob.Name] = BlobReceipts.VersionName(properties.ETag);
    }

    /// <summary>Runs the function for the blob whatever its receipt says, and without writing one.</summary>
    public async Task RunNowAsync(BlobClient blob, CancellationToken stopping)
    {
        BlobProperties properties = await PropertiesAsync(blob, stopping).ConfigureAwait(false)
            ?? throw new FileNotFoundException($"There is no blob '{blob.BlobContainerName}/{blob.Name}'.");
        await invoker.InvokeAsync(function, InvocationOf(blob, properties, failedTries: 0), stopping).ConfigureAwait(false);
    }

    private async Task<BlobReceipt> TryAsync(BlobClient blob, BlobProperties properties, BlobReceipt receipt, CancellationToken stopping)
    {
        try
        {
            await invoker.InvokeAsync(function, InvocationOf(blob, properties, receipt.FailedTries), stopping).ConfigureAwait(false);
            receipt = receipt with { IsCompleted = true };
        }
        catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            receipt = new BlobReceipt(receipt.FailedTries + 1, receipt.FailedTries + 1 >= host.PoisonBlobThreshold);
            LogFailed(error, function.Name, blob.Name, receipt.FailedTries, host.PoisonBlobThreshold);
            _failedAt[blob.Name] = clock.GetTimestamp();
            if (receipt.IsCompleted)
                await SendPoisonAsync(blob, properties).ConfigureAwait(false);
        }
        // The function has run: its receipt is written even while the host is stopping.
        await receipts.WriteAsync(function.Name, blob, properties.ETag, receipt, CancellationToken.None).ConfigureAwait(false);
        return receipt;
    }

    private async Task SendPoisonAsync(BlobClient blob, BlobProperties properties)
    {
        var message = new PoisonBlobMessage("BlobTrigger", $"Host.Functions.{function.Name}", $"{properties.BlobType}Blob", blob.BlobContainerName, blob.Name, properties.ETag.ToString());
        await poison.CreateIfNotExistsAsync().ConfigureAwait(false);
        await poison.SendMessageAsync(JsonSerializer.Serialize(message, PoisonBlobJson.Default.PoisonBlobMessage)).ConfigureAwait(false);
        LogPoison(function.Name, blob.Name, PoisonBlobMessage.Queue);
    }

    private Invocation.Invocation InvocationOf(BlobClient blob, BlobProperties properties, int failedTries) => new()
    {
        Bind = BlobBinding.For(function, blob),
        BindingData = BlobBinding.Data(blob, properties, pattern.Match(blob.Name) ?? new Dictionary<string, string>()),
        RetryCount = failedTries,
        MaxRetryCount = host.PoisonBlobThreshold - 1,
    };

    private static async Task<BlobProperties?> PropertiesAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return await blob.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Function} failed at {Blob}, try {Try} of {Tries}")]
    private partial void LogFailed(Exception error, string function, string blob, int @try, int tries);

    [LoggerMessage(2, LogLevel.Error, "{Function} gives {Blob} up; a message is in queue {Queue}")]
    private partial void LogPoison(string function, string blob, string queue);
}
