using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Hosting;
using ServerlessSeg.LocalHost.Triggers;
using ServerlessSeg.LocalHost.Worker;

namespace ServerlessSeg.LocalHost.Http;

/// <summary>The server that callers see.</summary>
internal sealed class PublicServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;

    private PublicServer(WebApplication app, CancellationTokenSource stopping) => (_app, _stopping) = (app, stopping);

    /// <summary>Its address without a path.</summary>
    public Uri Root { get; private set; } = null!;

    /// <summary>Starts it.</summary>
    /// <exception cref="StartFailedException">The address is taken.</exception>
    public static async Task<PublicServer> StartAsync(
        IPEndPoint endpoint, FunctionApp functions, LocalConfiguration configuration, FunctionKeys keys, WorkerSupervisor worker, TriggerHost triggers, LocalTiming timing, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = timing.StopTimeout);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The functions bound what they read themselves.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(endpoint);
        });
        WebApplication app = builder.Build();
        var stopping = new CancellationTokenSource();
        var guard = new LoopbackGuard(keys);
        var admin = new AdminEndpoints(functions, keys, triggers, worker, loggers.CreateLogger<AdminEndpoints>(), stopping.Token);
        FunctionForwarder forwarder = ActivatorUtilities.CreateInstance<FunctionForwarder>(app.Services, new FunctionRoutes(functions, configuration.RoutePrefix), keys, worker, configuration);
        app.Use(next => http => guard.InvokeAsync(http, next));
        app.Run(async http =>
        {
            if (!await admin.TryHandleAsync(http).ConfigureAwait(false))
                await forwarder.HandleAsync(http).ConfigureAwait(false);
        });
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            throw new StartFailedException($"{error.Message} Stop what listens there, or choose another port with --port.", inner: error);
        }
        string bound = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        return new PublicServer(app, stopping) { Root = new Uri(bound) };
    }

    /// <summary>Takes no more requests and waits for those that are under way.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _app.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    // Signals are the program's.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
