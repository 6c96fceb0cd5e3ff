using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using ServerlessSeg.LocalRuntime.Blobs;
using ServerlessSeg.LocalRuntime.Commands;
using ServerlessSeg.LocalRuntime.Http;
using ServerlessSeg.LocalRuntime.Invocation;
using ServerlessSeg.LocalRuntime.Storage;
using ServerlessSeg.LocalRuntime.Timers;
using ServerlessSeg.LocalRuntime.Triggers;

namespace ServerlessSeg.LocalRuntime.Hosting;

/// <summary>Puts a local host together. What is wrong with the app is kept for the start, which tells it in one line.</summary>
internal sealed class LocalHostBuilder
{
    private readonly LocalHostOptions _options;
    private readonly HostArguments _arguments;
    private readonly IReadOnlyList<FunctionDescriptor> _functions = [];
    private StartFailedException? _failure;

    public LocalHostBuilder(LocalHostOptions options)
    {
        _options = options;
        Web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = options.Folder,
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT") ?? Environments.Development,
        });
        string? wrong = HostArguments.TryParse(options.Arguments, out _arguments);
        wrong ??= LocalCommands.TryParse(options.Command, _arguments.Rest);
        if (wrong is not null)
            _failure = new StartFailedException(wrong, StartFailedException.WrongArguments);
        try
        {
            LocalConfiguration.AddSources(Web.Configuration, options);
            _functions = FunctionDiscovery.Discover(options.FunctionTypes);
        }
        catch (StartFailedException failure)
        {
            _failure ??= failure;
        }
        LocalLogging.Add(Web.Logging, Web.Configuration);
    }

    /// <summary>The builder of the web application inside.</summary>
    public WebApplicationBuilder Web { get; }

    /// <summary>Makes the host.</summary>
    public IHost Build()
    {
        AddServices(Web.Services);
        Web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(_arguments.Address, _arguments.Port);
        });
        WebApplication app = Web.Build();
        IReadOnlyList<ITriggerListener> listeners = [];
        try
        {
            listeners = [.. _functions.Select(function => TriggerListeners.Create(function, app.Services)).OfType<ITriggerListener>()];
            HttpFunctions.Map(app, _functions, listeners);
            RequireKeysBeyondLoopback(app.Services.GetRequiredService<FunctionKeys>());
        }
        catch (StartFailedException failure)
        {
            _failure ??= failure;
        }
        return new LocalHost(app, _options, new IPEndPoint(_arguments.Address, _arguments.Port), _functions, listeners, _failure);
    }

    private void AddServices(IServiceCollection services)
    {
        IConfiguration configuration = Web.Configuration;
        var timing = LocalTiming.Read(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(HostJson.Read(configuration));
        services.AddSingleton(timing);
        services.AddSingleton(FunctionKeys.Read(configuration));
        services.AddSingleton<StorageConnections>();
        services.AddSingleton<HostContainer>();
        services.AddSingleton<BlobReceipts>();
        services.AddSingleton<BlobRunnerFactory>();
        services.AddSingleton<TimerStatusStore>();
        services.AddSingleton<FunctionInvoker>();
        services.AddSingleton<BackgroundWork>();
        services.AddRouting();
        services.AddMvcCore();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = timing.StopTimeout);
        services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        services.Configure<RouteOptions>(routes => routes.SuppressCheckForUnhandledSecurityMetadata = true);
    }

    private void RequireKeysBeyondLoopback(FunctionKeys keys)
    {
        if (!IPAddress.IsLoopback(_arguments.Address) && !keys.AreConfigured)
            throw new StartFailedException($"--host {_arguments.Address} would open the functions to the network: set {FunctionKeys.Setting} to one or more keys first.", StartFailedException.WrongArguments);
    }
}
