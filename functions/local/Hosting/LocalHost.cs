using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServerlessSeg.LocalRuntime.Azurite;
using ServerlessSeg.LocalRuntime.Invocation;
using ServerlessSeg.LocalRuntime.Storage;
using ServerlessSeg.LocalRuntime.Triggers;

namespace ServerlessSeg.LocalRuntime.Hosting;

/// <summary>
/// The running local host: HTTP, watched triggers and the app's command. A start that fails is told in one line and
/// ends the process through the usual way of stopping, so that an app's <c>Build().Run()</c> needs no handling of its own.
/// </summary>
internal sealed class LocalHost(
    WebApplication app,
    LocalHostOptions options,
    IPEndPoint endpoint,
    IReadOnlyList<FunctionDescriptor> functions,
    IReadOnlyList<ITriggerListener> listeners,
    StartFailedException? failure) : IHost, IAsyncDisposable
{
    private readonly HostJson _host = app.Services.GetRequiredService<HostJson>();
    private readonly BackgroundWork _work = app.Services.GetRequiredService<BackgroundWork>();
    private AzuriteProcess? _storage;
    private bool _started;

    /// <inheritdoc/>
    public IServiceProvider Services => app.Services;

    /// <summary>Where the host listens once it has started.</summary>
    public LocalHostAddress? Address { get; private set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            if (failure is not null)
                throw failure;
            if (options.Command is { Needs: not LocalCommandNeeds.Host } alone)
            {
                await RunAloneAsync(alone, cancellationToken).ConfigureAwait(false);
                return;
            }
            RequireFreePort();
            if (NeedsDevelopmentStorage())
                _storage = await DevelopmentStorage.EnsureAsync(options.Output, cancellationToken).ConfigureAwait(false);
            await ListenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StartFailedException error)
        {
            await options.Error.WriteLineAsync(error.Message.AsMemory(), cancellationToken).ConfigureAwait(false);
            Finish(error.ExitCode);
            return;
        }
        foreach (ITriggerListener listener in listeners)
            _work.Start(listener.Function.Name, listener.RunAsync);
        FunctionList.Print(options.Output, Address!, functions, listeners);
        if (options.Command is { } command)
            _work.Start("The command", token => RunCommandAsync(command, token));
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        app.Lifetime.StopApplication();
        await _work.DrainAsync(app.Services.GetRequiredService<LocalTiming>().StopTimeout).ConfigureAwait(false);
        if (_started)
            await app.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync().ConfigureAwait(false);
        foreach (ITriggerListener listener in listeners)
            listener.Dispose();
        if (_storage is not null)
            await _storage.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private bool NeedsDevelopmentStorage()
    {
        StorageConnections connections = app.Services.GetRequiredService<StorageConnections>();
        return functions.Select(function => function.Connection).Append(StorageConnections.Default).Any(connections.IsDevelopmentStorage);
    }

    // Asked before anything starts: the server would tell the same with a stack trace in the log, and after storage was started for nothing.
    private void RequireFreePort()
    {
        // Port 0 is any that is free.
        if (endpoint.Port == 0)
            return;
        try
        {
            using var probe = new TcpListener(endpoint);
            probe.Start();
        }
        catch (SocketException error)
        {
            throw new StartFailedException($"The host cannot listen at {endpoint}: {error.Message}. Stop what listens there, or choose another port with --port.", inner: error);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            _started = true;
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            throw new StartFailedException($"{error.Message} Stop what listens there, or choose another port with --port.", inner: error);
        }
        string bound = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        Address = new LocalHostAddress(new Uri(bound), _host.RoutePrefix);
    }

    // Output is the command's alone; what the emulator says while it starts goes where errors go.
    private async Task RunAloneAsync(ILocalCommand command, CancellationToken cancellationToken)
    {
        if (command.Needs == LocalCommandNeeds.Storage && NeedsDevelopmentStorage())
            _storage = await DevelopmentStorage.EnsureAsync(options.Error, cancellationToken).ConfigureAwait(false);
        var address = new LocalHostAddress(new UriBuilder(Uri.UriSchemeHttp, endpoint.Address.ToString(), endpoint.Port).Uri, _host.RoutePrefix);
        Finish(await command.RunAsync(Services, address, cancellationToken).ConfigureAwait(false) ?? 0);
    }

    private async Task RunCommandAsync(ILocalCommand command, CancellationToken stopping)
    {
        int? exitCode = StartFailedException.CannotStart;
        try
        {
            exitCode = await command.RunAsync(Services, Address!, stopping).ConfigureAwait(false);
        }
        finally
        {
            if (exitCode is { } code && !stopping.IsCancellationRequested)
                Finish(code);
        }
    }

    private void Finish(int exitCode)
    {
        options.SetExitCode(exitCode);
        app.Lifetime.StopApplication();
    }
}
