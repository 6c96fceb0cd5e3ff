using Azure;
using Azure.Data.Tables;

namespace ServerlessSeg.Functions.Storage;

/// <summary>Asks each of the storage services for something small, once and within seconds.</summary>
public sealed class StorageProbe(StorageConnection connection)
{
    // Names are found and connections opened within it too, which a single try does not limit.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <summary>Null where all answer as they should; otherwise which does not, and what it said.</summary>
    public async Task<string?> ComplaintAsync(CancellationToken cancellationToken)
    {
        using IDisposable patience = StoragePatience.OfProbe();
        string?[] complaints = await Task.WhenAll(
            ComplaintAsync("Blob", BlobsAsync, cancellationToken),
            ComplaintAsync("Table", TablesAsync, cancellationToken),
            ComplaintAsync("Queue", QueuesAsync, cancellationToken)).ConfigureAwait(false);
        return complaints.All(static complaint => complaint is null) ? null : string.Join(' ', complaints.OfType<string>());
    }

    private static async Task<string?> ComplaintAsync(string service, Func<CancellationToken, Task<string?>> ask, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ask(either.Token).ConfigureAwait(false) is { } missing ? $"{service} storage lacks {missing}, which the app makes when it starts." : null;
        }
        catch (RequestFailedException fault)
        {
            return $"{service} storage: {StorageFault.Describe(fault)}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{service} storage: Storage does not answer within {Limit.TotalSeconds:0} s.";
        }
    }

    private async Task<string?> BlobsAsync(CancellationToken cancellationToken) =>
        await connection.Blobs.GetBlobContainerClient(StorageNames.Transactions).ExistsAsync(cancellationToken).ConfigureAwait(false)
            ? null : $"the container '{StorageNames.Transactions}'";

    private async Task<string?> TablesAsync(CancellationToken cancellationToken)
    {
        try
        {
            // That nothing is there is an answer too.
            await connection.Tables.GetTableClient(StorageNames.PointerTable)
                .GetEntityIfExistsAsync<TableEntity>("live", "snapshot", cancellationToken: cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return $"the table '{StorageNames.PointerTable}'";
        }
    }

    // The app makes this one last: where it is there, so is everything else.
    private async Task<string?> QueuesAsync(CancellationToken cancellationToken) =>
        await connection.Queues.GetQueueClient(StorageNames.Queues[^1]).ExistsAsync(cancellationToken).ConfigureAwait(false)
            ? null : $"the queue '{StorageNames.Queues[^1]}'";
}
