using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>
/// The exchange rates: <c>rates.csv</c> and every <c>{source}/rates.csv</c> of the drop zone and <c>rates.csv</c> of the configuration
/// are one table, since a rate holds whoever noted it down.
/// </summary>
public sealed class DroppedRates(StorageConnection storage, AppOptions options)
{
    private readonly BlobContainerClient _drops = storage.Blobs.GetBlobContainerClient(StorageNames.Transactions);

    /// <summary>The table as it is now; null without a file of rates, or where no currency is set to convert into.</summary>
    /// <exception cref="RunRefusedException">A file cannot be read, or two contradict each other.</exception>
    public async Task<RateTable?> ReadAsync(CancellationToken cancellationToken)
    {
        if (options.Resegmentation.Currency is null)
            return null;
        List<RateTable> tables = [];
        BlobContainerClient configuration = storage.Blobs.GetBlobContainerClient(StorageNames.Configuration);
        if (await ReadAsync(configuration, StorageNames.RatesFile, cancellationToken).ConfigureAwait(false) is { } configured)
            tables.Add(configured);
        if (!options.TrustDropZone)
            return Combined(tables);
        await foreach (string name in NamesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await ReadAsync(_drops, name, cancellationToken).ConfigureAwait(false) is { } table)
                tables.Add(table);
        }
        return Combined(tables);
    }

    private static RateTable? Combined(List<RateTable> tables)
    {
        try
        {
            return tables.Count == 0 ? null : RateTable.Combine(tables);
        }
        catch (FormatException contradiction)
        {
            throw new RunRefusedException(contradiction.Message, contradiction);
        }
    }

    // Folders are listed, not files: there are as many of them as sources, however many exports they hold.
    private async IAsyncEnumerable<string> NamesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return StorageNames.RatesFile;
        await foreach (BlobHierarchyItem item in _drops.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", null, cancellationToken).ConfigureAwait(false))
        {
            if (item.IsPrefix)
                yield return item.Prefix + StorageNames.RatesFile;
        }
    }

    private static async Task<RateTable?> ReadAsync(BlobContainerClient container, string name, CancellationToken cancellationToken)
    {
        try
        {
            Response<BlobDownloadResult> content = await container.GetBlobClient(name).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            return RateTable.Parse(content.Value.Content.ToMemory().Span);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
        catch (FormatException wrong)
        {
            throw new RunRefusedException($"{container.Name}/{name}: {wrong.Message}", wrong);
        }
    }
}
