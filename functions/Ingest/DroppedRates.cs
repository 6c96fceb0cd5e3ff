using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>
/// The exchange rates. <c>rates.csv</c> of the configuration and at the root of the drop zone hold for every source, <c>{source}/rates.csv</c> for that source alone: so
/// nobody who may drop into a folder changes what the money of another is worth.
/// </summary>
public sealed class DroppedRates(StorageConnection storage, AppOptions options, ILogger<DroppedRates> log)
{
    private const int MaxBytes = 16 << 20;

    private readonly BlobContainerClient _drops = storage.Blobs.GetBlobContainerClient(StorageNames.Transactions);
    private readonly BlobContainerClient _configuration = storage.Blobs.GetBlobContainerClient(StorageNames.Configuration);

    /// <summary>The rates as they are now; null where no currency is set to convert into. Rates of a source that cannot be read are told, and stop nobody else.</summary>
    /// <exception cref="RunRefusedException">A general file cannot be read, or the two contradict each other.</exception>
    public async Task<RateBook?> ReadAsync(CancellationToken cancellationToken)
    {
        if (options.Resegmentation.Currency is null)
            return null;
        List<RateTable> general = [];
        foreach (BlobContainerClient container in options.TrustDropZone ? [_configuration, _drops] : new[] { _configuration })
        {
            try
            {
                if (await ReadAsync(container, StorageNames.RatesFile, cancellationToken).ConfigureAwait(false) is { } table)
                    general.Add(table);
            }
            catch (FormatException wrong)
            {
                throw new RunRefusedException($"{container.Name}/{StorageNames.RatesFile}: {wrong.Message}", wrong);
            }
        }
        Dictionary<string, RateTable> ofSources = new(StringComparer.Ordinal);
        List<string> unreadable = [];
        foreach (string source in options.TrustDropZone ? await SourcesAsync(cancellationToken).ConfigureAwait(false) : [])
        {
            try
            {
                if (await OfSourceAsync(source, cancellationToken).ConfigureAwait(false) is { } table)
                    ofSources[source] = table;
            }
            catch (FormatException wrong)
            {
                log.BatchRatesIgnored(new DropName(source, StorageNames.RatesFile), LogText.OneLine(wrong.Message));
                unreadable.Add(source);
            }
        }
        try
        {
            return new RateBook(general.Count == 0 ? null : RateTable.Combine(general), ofSources, unreadable);
        }
        catch (FormatException contradiction)
        {
            throw new RunRefusedException(contradiction.Message, contradiction);
        }
    }

    /// <summary>A source's own rates; null where it gave none.</summary>
    /// <exception cref="FormatException">They cannot be read; the message lists what is wrong.</exception>
    public Task<RateTable?> OfSourceAsync(string source, CancellationToken cancellationToken) =>
        ReadAsync(_drops, new DropName(source, StorageNames.RatesFile).BlobName, cancellationToken);

    // Folders are listed, not files: there are as many of them as sources, however many exports they hold.
    private async Task<IReadOnlyList<string>> SourcesAsync(CancellationToken cancellationToken)
    {
        List<string> sources = [];
        await foreach (BlobHierarchyItem item in _drops.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", null, cancellationToken).ConfigureAwait(false))
        {
            if (item.IsPrefix && DropName.IsSource(item.Prefix[..^1]))
                sources.Add(item.Prefix[..^1]);
        }
        return sources;
    }

    private static async Task<RateTable?> ReadAsync(BlobContainerClient container, string name, CancellationToken cancellationToken)
    {
        try
        {
            Response<BlobDownloadStreamingResult> response = await container.GetBlobClient(name).DownloadStreamingAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            await using Stream content = response.Value.Content;
            if (response.Value.Details.ContentLength > MaxBytes)
                throw new FormatException($"{StorageNames.RatesFile} is longer than {MaxBytes} bytes.");
            byte[] csv = new byte[response.Value.Details.ContentLength];
            await content.ReadExactlyAsync(csv, cancellationToken).ConfigureAwait(false);
            return RateTable.Parse(csv);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }
}
