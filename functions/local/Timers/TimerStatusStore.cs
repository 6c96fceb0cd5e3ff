using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.LocalRuntime.Storage;

namespace ServerlessSeg.LocalRuntime.Timers;

/// <summary>Keeps the status of timers in storage, so that a missed occurrence is noticed at the next start.</summary>
internal sealed class TimerStatusStore(HostContainer container)
{
    /// <summary>The stored status, or null where there is none.</summary>
    public async Task<ScheduleStatus?> ReadAsync(string function, CancellationToken cancellationToken)
    {
        BlobClient blob = await BlobAsync(function, cancellationToken).ConfigureAwait(false);
        try
        {
            BlobDownloadResult content = await blob.DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(content.Content.ToMemory().Span, TimerStatusJson.Default.ScheduleStatus);
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Stores a status in place of the last.</summary>
    public async Task WriteAsync(string function, ScheduleStatus status, CancellationToken cancellationToken)
    {
        BlobClient blob = await BlobAsync(function, cancellationToken).ConfigureAwait(false);
        var content = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(status, TimerStatusJson.Default.ScheduleStatus));
        await blob.UploadAsync(content, overwrite: true, cancellationToken).ConfigureAwait(false);
    }

    private Task<BlobClient> BlobAsync(string function, CancellationToken cancellationToken) =>
        container.BlobAsync($"timers/local/{function}/status", cancellationToken);
}

/// <summary>Reads and writes the status without reflection.</summary>
[JsonSerializable(typeof(ScheduleStatus))]
internal sealed partial class TimerStatusJson : JsonSerializerContext;
