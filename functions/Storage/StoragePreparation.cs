using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessSeg.Functions.Storage;

/// <summary>
/// Makes the containers, tables and queue that are missing, before the first function runs. While storage is away the app starts all the
/// same, so that its health can say why it does nothing, and this goes on trying.
/// </summary>
public sealed class StoragePreparation(StorageConnection connection, TimeProvider clock, ILogger<StoragePreparation> log) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private Task _later = Task.CompletedTask;

    /// <summary>By the system's clock and without a log.</summary>
    public StoragePreparation(StorageConnection connection)
        : this(connection, TimeProvider.System, NullLogger<StoragePreparation>.Instance)
    {
    }

    /// <summary>Ends when everything is there, or the app stops.</summary>
    public Task Completion => _later;

    /// <summary>Makes what is missing; where storage does not answer, that goes on behind the caller's back.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException fault)
        {
            log.StorageNotPrepared(StorageFault.Describe(fault));
            _later = PrepareLaterAsync(_stop.Token);
        }
    }

    /// <summary>Gives up what is still going on.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _later.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => _stop.Dispose();

    /// <summary>Makes what is missing.</summary>
    /// <exception cref="RequestFailedException">Storage does not answer, or refuses.</exception>
    internal async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (string container in StorageNames.Containers)
        {
            BlobContainerClient client = connection.Blobs.GetBlobContainerClient(container);
            // Asked for first: the app may be allowed to use them, and not to make them.
            if (!await client.ExistsAsync(cancellationToken).ConfigureAwait(false))
                await client.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        foreach (string table in StorageNames.Tables)
            await connection.Tables.CreateTableIfNotExistsAsync(table, cancellationToken).ConfigureAwait(false);
        foreach (string queue in StorageNames.Queues)
            await connection.Queues.GetQueueClient(queue).CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private async Task PrepareLaterAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pause, clock, stopping).ConfigureAwait(false);
                try
                {
                    await PrepareAsync(stopping).ConfigureAwait(false);
                    log.StoragePrepared();
                    return;
                }
                catch (RequestFailedException fault)
                {
                    log.StorageNotPrepared(StorageFault.Describe(fault));
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The app stops.
        }
    }
}
