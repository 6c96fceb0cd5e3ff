using Microsoft.Extensions.Hosting;

namespace ServerlessSeg.Functions.Storage;

/// <summary>Makes the containers, tables and queue that are missing, before the first function runs.</summary>
public sealed class StoragePreparation(StorageConnection connection) : IHostedService
{
    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (string container in StorageNames.Containers)
            await connection.Blobs.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        foreach (string table in StorageNames.Tables)
            await connection.Tables.CreateTableIfNotExistsAsync(table, cancellationToken).ConfigureAwait(false);
        foreach (string queue in StorageNames.Queues)
            await connection.Queues.GetQueueClient(queue).CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
