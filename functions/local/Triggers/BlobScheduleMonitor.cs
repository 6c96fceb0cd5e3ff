using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using ServerlessSeg.LocalHost.Hosting;

namespace ServerlessSeg.LocalHost.Triggers;

/// <summary>
/// Keeps the status of timers in storage, so that a missed occurrence is noticed at the next start. The extension's own monitor was built against
/// a storage library that no longer loads; Azure's host has its own too.
/// </summary>
internal sealed class BlobScheduleMonitor(HostContainer container) : ScheduleMonitor
{
    /// <inheritdoc/>
    public override async Task<ScheduleStatus> GetStatusAsync(string timerName)
    {
        BlobClient blob = await BlobAsync(timerName).ConfigureAwait(false);
        try
        {
            BlobDownloadResult content = await blob.DownloadContentAsync().ConfigureAwait(false);
            return JsonSerializer.Deserialize(content.Content.ToMemory().Span, TimerJson.Default.TimerStatus) is { } status
                ? new ScheduleStatus { Last = status.Last, Next = status.Next, LastUpdated = status.LastUpdated }
                : null!;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            // The contract of the base class: no status yet.
            return null!;
        }
    }

    /// <inheritdoc/>
    public override async Task UpdateStatusAsync(string timerName, ScheduleStatus status)
    {
        BlobClient blob = await BlobAsync(timerName).ConfigureAwait(false);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new TimerStatus(status.Last, status.Next, status.LastUpdated), TimerJson.Default.TimerStatus);
        await blob.UploadAsync(BinaryData.FromBytes(json), overwrite: true).ConfigureAwait(false);
    }

    private Task<BlobClient> BlobAsync(string timerName) =>
        container.BlobAsync($"timers/{HostContainer.HostId}/{timerName[(timerName.LastIndexOf('.') + 1)..]}/status", CancellationToken.None);
}
