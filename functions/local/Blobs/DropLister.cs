using System.Text.RegularExpressions;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Hosting;
using ServerlessSeg.LocalHost.Triggers;

namespace ServerlessSeg.LocalHost.Blobs;

/// <summary>
/// Stands in for Event Grid, which no emulator of storage has: lists the containers of blob functions and posts an event for every version of a blob
/// that has no receipt. As there, an event may come twice and out of order.
/// </summary>
internal sealed partial class DropLister(FunctionApp app, StorageClients storage, DropReceipts receipts, BlobEvents events, LocalTiming timing, TimeProvider clock, ILogger<DropLister> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(app.TriggeredFunctions.Where(static function => function.Trigger.Type == "blobTrigger").Select(function => WatchAsync(function, stoppingToken)));

    private async Task WatchAsync(AppFunction function, CancellationToken stopping)
    {
        await Task.Yield();
        string path = function.Trigger.Text("path") ?? "";
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        (string container, string pattern) = slash < 0 ? (path, "{name}") : (path[..slash], path[(slash + 1)..]);
        BlobContainerClient blobs = storage.Blobs(function.Trigger.Text("connection")).GetBlobContainerClient(container);
        // Each {part} takes as much as it can, slashes included.
        var names = new Regex($"^{Part().Replace(Regex.Escape(pattern), ".+")}$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
        string prefix = pattern[..Math.Max(0, pattern.IndexOf('{', StringComparison.Ordinal))];
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ListAsync(function, blobs, prefix, names, stopping).ConfigureAwait(false);
            }
            catch (RequestFailedException missing) when (missing.Status == 404)
            {
                LogNoContainer(container);
            }
            catch (Exception error) when (error is RequestFailedException or AggregateException or IOException or HttpRequestException)
            {
                LogNotListed(container, error.Message);
            }
            await Task.Delay(timing.BlobPollInterval, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListAsync(AppFunction function, BlobContainerClient container, string prefix, Regex names, CancellationToken stopping)
    {
        await foreach (BlobItem item in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, stopping).ConfigureAwait(false))
        {
            BlobClient blob = container.GetBlobClient(item.Name);
            if (item.Properties.ETag is not { } version || !names.IsMatch(item.Name) || !await receipts.WantsAsync(function, blob, version, stopping).ConfigureAwait(false))
                continue;
            // Before the event: the function may run before the call returns.
            receipts.Note(function, blob, version);
            try
            {
                await events.PostAsync(JobEmitter.IdOf(function), EventOf(blob, item, version), stopping).ConfigureAwait(false);
            }
            catch
            {
                receipts.Forget(function, blob);
                throw;
            }
        }
    }

    private BlobEvent EventOf(BlobClient blob, BlobItem item, ETag version) => new(
        Guid.NewGuid().ToString(), "Microsoft.Storage.BlobCreated", $"/blobServices/default/containers/{blob.BlobContainerName}/blobs/{blob.Name}", clock.GetUtcNow(),
        new BlobEventData("PutBlob", blob.Uri.AbsoluteUri, version.ToString().Trim('"'), $"{item.Properties.BlobType ?? BlobType.Block}Blob"));

    [GeneratedRegex(@"\\\{\w+}")]
    private static partial Regex Part();

    [LoggerMessage(1, LogLevel.Trace, "There is no container {Container} yet")]
    private partial void LogNoContainer(string container);

    [LoggerMessage(2, LogLevel.Warning, "Cannot list {Container} now, and will try again: {Reason}")]
    private partial void LogNotListed(string container, string reason);
}
