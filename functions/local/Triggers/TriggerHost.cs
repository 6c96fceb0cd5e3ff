using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalHost.Blobs;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Hosting;
using ServerlessSeg.LocalHost.Worker;

namespace ServerlessSeg.LocalHost.Triggers;

/// <summary>The official listeners of blobs, queues and timers, over jobs that pass everything on to the worker.</summary>
internal sealed class TriggerHost(IHost host) : IAsyncDisposable
{
    /// <summary>The events of blobs.</summary>
    public BlobEvents Events => host.Services.GetRequiredService<BlobEvents>();

    /// <summary>Puts the listeners together; nothing is listened to yet.</summary>
    public static TriggerHost Create(FunctionApp app, LocalConfiguration configuration, WorkerSupervisor worker, LocalTiming timing)
    {
        Type jobs = JobEmitter.Emit(app.TriggeredFunctions, configuration.FunctionTimeout);
        IHost host = new HostBuilder()
            .ConfigureAppConfiguration(builder => builder.AddConfiguration(configuration.Values))
            .ConfigureLogging(logging => LocalLogging.Add(logging, configuration.Values))
            .ConfigureWebJobs(static webJobs => webJobs.AddAzureStorageCoreServices().AddAzureStorageBlobs().AddAzureStorageQueues().AddTimers(), static options => options.AllowPartialHostStartup = true)
            .ConfigureServices(services =>
            {
                services.AddSingleton(TimeProvider.System);
                services.AddSingleton(app);
                services.AddSingleton(configuration);
                services.AddSingleton(timing);
                services.AddSingleton(worker);
                services.AddSingleton(new StorageClients(configuration.Values));
                services.AddSingleton(static provider => new HostContainer(provider.GetRequiredService<StorageClients>().Blobs()));
                services.AddSingleton<DropReceipts>();
                services.AddSingleton<TriggerInvoker>();
                services.AddSingleton<ITypeLocator>(new JobLocator(jobs));
                services.AddSingleton<IJobActivator, JobMaker>();
                services.AddSingleton<IHostIdProvider, FixedHostId>();
                services.AddSingleton<ScheduleMonitor, BlobScheduleMonitor>();
#pragma warning disable CS0618 // The blobs extension asks for it.
                services.AddSingleton<IWebHookProvider, NoWebHooks>();
#pragma warning restore CS0618
                services.AddSingleton<BlobEvents>();
                services.AddHostedService<DropLister>();
                services.Configure<HostOptions>(options => options.ShutdownTimeout = timing.StopTimeout);
            })
            .ConfigureServices(static services => services.AddSingleton<IHostLifetime, NoLifetime>())
            .Build();
        return new TriggerHost(host);
    }

    /// <summary>Begins to listen.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => host.StartAsync(cancellationToken);

    /// <summary>Ends to listen, tells what runs to stop, and waits for it.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => host.StopAsync(cancellationToken);

    /// <summary>Runs a function as if its trigger had fired.</summary>
    /// <param name="function">The function.</param>
    /// <param name="input">What the trigger would give: a message's text, a blob's path; nothing for timers.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task CallAsync(AppFunction function, string? input, CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, object?> { [function.Trigger.Name] = input };
        return ((JobHost)host.Services.GetRequiredService<IJobHost>()).CallAsync(function.Name, arguments!, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => host is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;

    private sealed class JobLocator(Type jobs) : ITypeLocator
    {
        public IReadOnlyList<Type> GetTypes() => [jobs];
    }

    private sealed class JobMaker(TriggerInvoker invoker) : IJobActivator
    {
        public T CreateInstance<T>()
        {
            T job = Activator.CreateInstance<T>();
            ((TriggerJobs)(object)job!).Invoker = invoker;
            return job;
        }
    }

    private sealed class FixedHostId : IHostIdProvider
    {
        public Task<string> GetHostIdAsync(CancellationToken cancellationToken) => Task.FromResult(HostContainer.HostId);
    }

#pragma warning disable CS0618 // The blobs extension asks for it.
    private sealed class NoWebHooks : IWebHookProvider
    {
        public Uri GetUrl(IExtensionConfigProvider extension) => new("http://localhost/");
    }
#pragma warning restore CS0618

    // Signals are the program's.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
