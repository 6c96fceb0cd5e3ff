using Azure;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// Reads the configuration of the segmentation when the app starts, so that a mistake is known before the next run is due. It is logged
/// and stops nothing: look-ups go on from the live snapshot, and a run is refused with the same list.
/// </summary>
public sealed class ConfigurationCheck(ConfigurationBlobs configuration, ResegmentationOptions options, ILogger<ConfigurationCheck> log) : IHostedService
{
    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await configuration.ReadSegmentationAsync(options.WindowDays, cancellationToken).ConfigureAwait(false);
        }
        catch (RunRefusedException refused)
        {
            log.ConfigurationRefused(refused.Message);
        }
        catch (RequestFailedException fault)
        {
            // The app starts without storage; a run reads the configuration anew.
            log.ConfigurationNotRead(StorageFault.Describe(fault));
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
