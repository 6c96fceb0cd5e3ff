using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Functions.Tests.Azurite;
using ServerlessSeg.LocalRuntime;
using ServerlessSeg.LocalRuntime.Hosting;

namespace ServerlessSeg.Functions.Tests.LocalRuntime;

/// <summary>A local host with sample functions, against the tests' storage and with names of its own there.</summary>
internal sealed class LocalTestHost(AzuriteFixture azurite, params Type[] functions) : IAsyncDisposable
{
    private readonly StringWriter _error = new();
    private IHost? _host;

    /// <summary>A part of container, queue and function-state names that no other test has.</summary>
    public string Unique { get; init; } = $"t{Guid.NewGuid():n}";

    public Probe Probe { get; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public ILocalCommand? Command { get; init; }

    public string[] Arguments { get; init; } = ["--port", "0"];

    public Dictionary<string, string?> Settings { get; init; } = [];

    public int? ExitCode { get; private set; }

    public string Error => _error.ToString();

    public HttpClient Client { get; } = new();

    public IServiceProvider Services => _host!.Services;

    public BlobContainerClient Container => new(azurite.ConnectionString, Unique);

    public QueueClient Queue(string suffix = "") => QueueNamed(Unique + suffix);

    public QueueClient QueueNamed(string name) => new(azurite.ConnectionString, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    public BlobClient HostBlob(string name) => new(azurite.ConnectionString, "azure-webjobs-hosts", name);

    public async Task<LocalTestHost> StartAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["UNIQUE"] = Unique,
            ["AzureFunctionsLocal:BlobPollInterval"] = "00:00:00.05",
            ["AzureFunctionsLocal:QueuePollInterval"] = "00:00:00.05",
            ["AzureFunctionsLocal:BlobRetryDelay"] = "00:00:00",
            ["AzureFunctionsJobHost:extensions:queues:visibilityTimeout"] = "00:00:00",
        };
        foreach ((string name, string? value) in Settings)
            settings[name] = value;
        var builder = new FunctionsApplicationBuilder(new LocalHostOptions
        {
            FunctionTypes = functions,
            Arguments = Arguments,
            Command = Command,
            Settings = settings,
            Output = TextWriter.Null,
            Error = _error,
            SetExitCode = code => ExitCode = code,
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(Probe);
        builder.Services.AddSingleton(Clock);
        _host = builder.Build();
        await _host.StartAsync(TestContext.Current.CancellationToken);
        if (((LocalHost)_host).Address is { } address)
            Client.BaseAddress = address.Root;
        return this;
    }

    public Task WaitForShutdownAsync() => _host!.WaitForShutdownAsync(TestContext.Current.CancellationToken);

    public Task StopAsync() => _host!.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_host is not null)
        {
            await _host.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)_host).DisposeAsync();
        }
        await _error.DisposeAsync();
    }
}
