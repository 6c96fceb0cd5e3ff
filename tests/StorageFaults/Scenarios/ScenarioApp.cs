using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Ingest;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.StorageFaults.Emulator;
using ServerlessSeg.StorageFaults.Proxy;

namespace ServerlessSeg.StorageFaults.Scenarios;

/// <summary>
/// The app's functions in this process, over an empty account behind the proxy, called as the platform calls them: a blob function that
/// throws is tried five times at once and then poisoned, a message five times.
/// </summary>
public sealed class ScenarioApp : IAsyncDisposable
{
    private const int Tries = 5;
    private const int Haste = 50;

    private readonly IHost _host;
    private readonly BlobServiceClient _directBlobs;
    private readonly QueueServiceClient _directQueues;
    private readonly string _connection;
    private readonly List<string> _poisoned = [];
    private readonly List<string> _failures = [];

    private ScenarioApp(IHost host, ShiftedClock clock, AccountTraffic traffic, string connection, string direct)
    {
        (_host, Clock, Traffic, _connection) = (host, clock, traffic, connection);
        _directBlobs = new BlobServiceClient(direct);
        _directQueues = new QueueServiceClient(direct, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
    }

    /// <summary>The app's clock.</summary>
    public ShiftedClock Clock { get; }

    /// <summary>What passes between the app and storage.</summary>
    public AccountTraffic Traffic { get; }

    /// <summary>Connects to its account through the proxy.</summary>
    public string ConnectionString => _connection;

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>What the platform gave up.</summary>
    public IReadOnlyList<string> Poisoned => _poisoned;

    /// <summary>What was thrown to the platform, try by try.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Makes the app over an account that was not used before; nothing is in it, not even containers.</summary>
    /// <param name="emulator">Has the account.</param>
    /// <param name="proxy">Stands before the emulator.</param>
    /// <param name="options">How the app tries again.</param>
    /// <param name="settings">More settings of the app.</param>
    public static ScenarioApp Create(StorageEmulator emulator, StorageProxy proxy, StorageOptions options, IReadOnlyDictionary<string, string?>? settings = null)
    {
        ArgumentNullException.ThrowIfNull(emulator);
        ArgumentNullException.ThrowIfNull(proxy);
        (string account, string key) = emulator.NextAccount();
        string connection = proxy.Ports.ConnectionString(account, key);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>())
        {
            ["AzureWebJobsStorage"] = connection,
            ["ServerlessSeg:Models"] = "BgNbd",
        });
        var clock = new ShiftedClock(Haste);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddServerlessSeg();
        builder.Services.AddSingleton(options);
        builder.Logging.ClearProviders();
        return new ScenarioApp(builder.Build(), clock, proxy.Of(account), connection, emulator.Ports.ConnectionString(account, key));
    }

    /// <summary>Makes what the app makes when it starts.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        StoragePreparation preparation = Services.GetRequiredService<StoragePreparation>();
        await preparation.StartAsync(cancellationToken).ConfigureAwait(false);
        await preparation.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts a file where it is said to, past the proxy.</summary>
    public Task PutAsync(string container, string path, BinaryData content, CancellationToken cancellationToken) =>
        _directBlobs.GetBlobContainerClient(container).GetBlobClient(path).UploadAsync(content, overwrite: true, cancellationToken);

    /// <summary>Drops a file and lets its trigger fire.</summary>
    public async Task DropAsync(string path, BinaryData content, CancellationToken cancellationToken)
    {
        await PutAsync(StorageNames.Transactions, path, content, cancellationToken).ConfigureAwait(false);
        await FireAsync(path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Calls the blob function as the platform does.</summary>
    public async Task FireAsync(string path, CancellationToken cancellationToken)
    {
        // Bound by the platform, with the tries that are usual there and not the app's.
        BlobClient bound = new BlobServiceClient(_connection).GetBlobContainerClient(StorageNames.Transactions).GetBlobClient(path);
        IngestTriggers trigger = ActivatorUtilities.CreateInstance<IngestTriggers>(Services);
        if (!await TryAsync(path, () => trigger.OnDropAsync(bound, cancellationToken)).ConfigureAwait(false))
            _poisoned.Add(path);
    }

    /// <summary>Requests a run as somebody does who asks again when the answer is an error, and works the queue off.</summary>
    public async Task RunAsync(DateOnly asOf, CancellationToken cancellationToken)
    {
        if (!await TryAsync("POST /runs", () => Services.GetRequiredService<RunRequests>().RequestAsync(asOf, "http", cancellationToken)).ConfigureAwait(false))
            _poisoned.Add("POST /runs");
        await WorkOffAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Does a thing until it succeeds, five times at most.</summary>
    public async Task<bool> TryAsync(string what, Func<Task> attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        for (int i = 1; i <= Tries; i++)
        {
            try
            {
                await attempt().ConfigureAwait(false);
                return true;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                _failures.Add($"{what}, try {i}: {failure.GetType().Name} {failure.Message.Split('\n', 2)[0].TrimEnd('\r')}");
            }
        }
        return false;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ((IAsyncDisposable)_host).DisposeAsync();

    private async Task WorkOffAsync(CancellationToken cancellationToken)
    {
        QueueClient queue = _directQueues.GetQueueClient(StorageNames.RunQueue);
        ResegmentTriggers triggers = ActivatorUtilities.CreateInstance<ResegmentTriggers>(Services);
        while (await MessageAsync(queue, cancellationToken).ConfigureAwait(false) is { } message)
        {
            string run = message.Body.ToString();
            if (!await TryAsync("run " + run, () => triggers.OnRequestAsync(run, cancellationToken)).ConfigureAwait(false))
            {
                _poisoned.Add("run " + run);
                await TryAsync("poisoned run " + run, () => triggers.OnPoisonAsync(run, cancellationToken)).ConfigureAwait(false);
            }
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<QueueMessage?> MessageAsync(QueueClient queue, CancellationToken cancellationToken) =>
        await queue.ReceiveMessageAsync(TimeSpan.FromMinutes(10), cancellationToken).ConfigureAwait(false);
}
