using System.Net;
using Azure;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalHost.Azurite;
using ServerlessSeg.LocalHost.Commands;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Http;
using ServerlessSeg.LocalHost.Triggers;
using ServerlessSeg.LocalHost.Worker;

namespace ServerlessSeg.LocalHost.Hosting;

/// <summary>The running host: storage where it is the emulator, the worker, its triggers, and the server that callers see; stopped in the reverse order.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;
    private readonly LocalTiming _timing;
    private AzuriteProcess? _storage;
    private WorkerServer? _workerServer;
    private WorkerSupervisor? _worker;
    private TriggerHost? _triggers;
    private PublicServer? _server;

    private LocalHost(ILoggerFactory loggers, LocalTiming timing) => (_loggers, _timing) = (loggers, timing);

    /// <summary>Where it listens.</summary>
    public LocalHostAddress Address { get; private set; } = null!;

    /// <summary>Starts everything; the worker starts beside the rest of the host.</summary>
    /// <exception cref="StartFailedException">Something cannot start; what had started is stopped again.</exception>
    public static async Task<LocalHost> StartAsync(FunctionApp app, LocalConfiguration configuration, FunctionKeys keys, IPEndPoint endpoint, TextWriter output, CancellationToken cancellationToken)
    {
        var host = new LocalHost(LoggerFactory.Create(logging => LocalLogging.Add(logging, configuration.Values)), LocalTiming.Read(configuration.Values));
        try
        {
            await host.StartPartsAsync(app, configuration, keys, endpoint, output, cancellationToken).ConfigureAwait(false);
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(_timing.StopTimeout);
        // First nothing new is begun; what runs is told to stop and may write what it has to.
        if (_triggers is not null)
            await QuietlyAsync(_triggers.StopAsync(limit.Token)).ConfigureAwait(false);
        if (_server is not null)
            await QuietlyAsync(_server.StopAsync(limit.Token)).ConfigureAwait(false);
        if (_worker is not null)
            await _worker.StopAsync(LocalTiming.WorkerExitTimeout).ConfigureAwait(false);
        _worker?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
        if (_triggers is not null)
            await _triggers.DisposeAsync().ConfigureAwait(false);
        if (_workerServer is not null)
            await _workerServer.DisposeAsync().ConfigureAwait(false);
        if (_storage is not null)
            await _storage.DisposeAsync().ConfigureAwait(false);
        _loggers.Dispose();
    }

    private async Task StartPartsAsync(FunctionApp app, LocalConfiguration configuration, FunctionKeys keys, IPEndPoint endpoint, TextWriter output, CancellationToken cancellationToken)
    {
        if (configuration.UsesDevelopmentStorage)
            _storage = await DevelopmentStorage.EnsureAsync(output, cancellationToken).ConfigureAwait(false);
        // A setting that cannot be used is told before anything waits for it.
        _ = new StorageClients(configuration.Values).Blobs();
        var log = new WorkerLog(_loggers);
        _worker = new WorkerSupervisor(app, configuration.WorkerSettings, log, TimeProvider.System, _loggers.CreateLogger<WorkerSupervisor>());
        _workerServer = await WorkerServer.StartAsync(_worker, _loggers, cancellationToken).ConfigureAwait(false);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task worker = _worker.StartAsync(_workerServer.Address, failed.Token);
        Task rest = Task.Run(() => StartRestAsync(app, configuration, keys, endpoint, failed.Token), CancellationToken.None);
        try
        {
            // What the worker says is told first: the rest may fail of the same cause.
            await worker.ConfigureAwait(false);
            await rest.ConfigureAwait(false);
        }
        catch
        {
            await failed.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(worker, rest).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async Task StartRestAsync(FunctionApp app, LocalConfiguration configuration, FunctionKeys keys, IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        _triggers = TriggerHost.Create(app, configuration, _worker!, _timing);
        _server = await PublicServer.StartAsync(endpoint, app, configuration, keys, _worker!, _triggers, _timing, _loggers, cancellationToken).ConfigureAwait(false);
        Address = new LocalHostAddress(_server.Root, configuration.RoutePrefix);
        try
        {
            await _triggers.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException or HttpRequestException)
        {
            throw new StartFailedException($"The storage account does not answer: {(error.InnerException ?? error).Message}", inner: error);
        }
    }

    // A stop goes on whatever one part of it says.
    private async Task QuietlyAsync(Task stop)
    {
        try
        {
            await stop.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _loggers.CreateLogger<LocalHost>().LogWarning(error, "A part of the host did not stop in order");
        }
    }
}
