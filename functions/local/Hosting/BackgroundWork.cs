using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessSeg.LocalRuntime.Hosting;

/// <summary>Work that runs beside the HTTP server and is waited for when the host stops.</summary>
internal sealed partial class BackgroundWork(IHostApplicationLifetime lifetime, ILogger<BackgroundWork> logger)
{
    private readonly ConcurrentDictionary<Task, string> _running = new();

    /// <summary>Starts work that ends by itself or when the host stops; a failure is logged under its name.</summary>
    public void Start(string name, Func<CancellationToken, Task> work)
    {
        Task task = RunAsync(name, work);
        _running[task] = name;
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits for all work after the host was told to stop.</summary>
    /// <param name="timeout">How long at most; what still runs then is named in the log and left.</param>
    public async Task DrainAsync(TimeSpan timeout)
    {
        try
        {
            await Task.WhenAll(_running.Keys).WaitAsync(timeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogLeft(string.Join(", ", _running.Values.Order(StringComparer.Ordinal)), timeout);
        }
    }

    private async Task RunAsync(string name, Func<CancellationToken, Task> work)
    {
        await Task.Yield();
        try
        {
            await work(lifetime.ApplicationStopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            LogStopped(name);
        }
        catch (Exception error)
        {
            LogFailed(error, name);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "{Name} stopped")]
    private partial void LogStopped(string name);

    [LoggerMessage(2, LogLevel.Error, "{Name} failed")]
    private partial void LogFailed(Exception error, string name);

    [LoggerMessage(3, LogLevel.Warning, "Still running after {Timeout}, left behind: {Names}")]
    private partial void LogLeft(string names, TimeSpan timeout);
}
