using Microsoft.Extensions.Hosting;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Configuration;

/// <summary>
/// Prepares storage before the worker reports to the host: hosted services start in the order in which they are added, and the worker's own is the first,
/// so that a function could run before a later one.
/// </summary>
internal sealed class BeforeFunctions(StoragePreparation preparation) : IHostedLifecycleService
{
    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => preparation.StartAsync(cancellationToken);

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => preparation.StopAsync(cancellationToken);

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
