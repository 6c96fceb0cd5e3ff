using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Storage;

/// <summary>
/// The configuration that is changed without deploying: <c>segmentation.json</c>, <c>actions.json</c> and own maps
/// <c>segments/{scheme}.json</c>, and margin and costs in <c>economics.json</c>. It is read when a run is requested, so a change holds from the next run on.
/// </summary>
public sealed class ConfigurationBlobs(StorageConnection connection)
{
    private const string OptionsFile = "segmentation.json";
    private const string ActionsFile = "actions.json";
    private const string EconomicsFileName = "economics.json";
    private const string MapFolder = "segments/";
    private const string Extension = ".json";

    private readonly BlobContainerClient _container = connection.Blobs.GetBlobContainerClient(StorageNames.Configuration);

    /// <summary>Reads and checks the files.</summary>
    /// <param name="windowDays">The window that holds where the options name none.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="RunRefusedException">A file cannot be used; every error of every file is named.</exception>
    public async Task<SegmentationSettings> ReadSegmentationAsync(int? windowDays, CancellationToken cancellationToken)
    {
        Dictionary<string, string> maps = new(StringComparer.Ordinal);
        await foreach (BlobItem blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, MapFolder, cancellationToken).ConfigureAwait(false))
        {
            if (blob.Name.EndsWith(Extension, StringComparison.Ordinal) && await TextAsync(blob.Name, cancellationToken).ConfigureAwait(false) is { } map)
                maps[blob.Name[MapFolder.Length..^Extension.Length]] = map;
        }
        return SegmentationSettings.Read(
            await TextAsync(OptionsFile, cancellationToken).ConfigureAwait(false),
            await TextAsync(ActionsFile, cancellationToken).ConfigureAwait(false),
            maps, windowDays);
    }

    /// <summary>Reads and checks the margin and the costs; null where there is no file.</summary>
    /// <param name="marginRate">The margin rate that holds where the file gives none.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="RunRefusedException">The file cannot be used; every error is named.</exception>
    public async Task<CustomerRates?> ReadEconomicsAsync(double marginRate, CancellationToken cancellationToken) =>
        await TextAsync(EconomicsFileName, cancellationToken).ConfigureAwait(false) is { } json ? EconomicsFile.Parse(json, marginRate) : null;

    private async Task<string?> TextAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadResult file = await _container.GetBlobClient(name).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            // Editors on Windows put a byte order mark first, which JSON does not have.
            return Encoding.UTF8.GetString(file.Content.ToMemory().Span).TrimStart('\uFEFF');
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }
}
