using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalRuntime.Hosting;
using ServerlessSeg.LocalRuntime.Invocation;
using ServerlessSeg.LocalRuntime.Storage;
using ServerlessSeg.LocalRuntime.Triggers;

namespace ServerlessSeg.LocalRuntime.Blobs;

/// <summary>Scans a container and runs the function once for every version of every blob that matches.</summary>
internal sealed partial class BlobTriggerListener : ITriggerListener
{
    private readonly BlobPathPattern _pattern;
    private readonly BlobContainerClient _container;
    private readonly BlobRunner _runner;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _pollInterval;
    private readonly ILogger<BlobTriggerListener> _logger;
    private readonly SemaphoreSlim _slots;
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);

    public BlobTriggerListener(
        FunctionDescriptor function,
        BlobTriggerAttribute trigger,
        IConfiguration configuration,
        StorageConnections connections,
        BlobRunnerFactory runners,
        HostJson host,
        LocalTiming timing,
        TimeProvider clock,
        ILogger<BlobTriggerListener> logger)
    {
        Function = function;
        string path = SettingTemplate.Resolve(trigger.BlobPath, configuration, function.Name);
        Description = $"blobTrigger {path}";
        _pattern = BlobPathPattern.Parse(path);
        BlobBinding.Check(function, _pattern);
        _container = connections.Blobs(trigger.Connection).GetBlobContainerClient(_pattern.Container);
        _runner = runners.Create(function, _pattern, trigger.Connection);
        _slots = new SemaphoreSlim(host.BlobParallelism);
        _clock = clock;
        _pollInterval = timing.BlobPollInterval;
        _logger = logger;
    }

    /// <inheritdoc/>
    public FunctionDescriptor Function { get; }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await ScanAsync(stopping).ConfigureAwait(false);
                await Task.Delay(_pollInterval, _clock, stopping).ConfigureAwait(false);
            }
        }
        finally
        {
            await Task.WhenAll(_running.Values).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task RunNowAsync(string? input, CancellationToken stopping)
    {
        string prefix = _pattern.Container + "/";
        if (input is null || !input.StartsWith(prefix, StringComparison.Ordinal))
            throw new ArgumentException($"The input of '{Function.Name}' must be the path of a blob in '{_pattern.Container}', but is '{input}'.", nameof(input));
        return _runner.RunNowAsync(_container.GetBlobClient(input[prefix.Length..]), stopping);
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private async Task ScanAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (BlobItem item in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, _pattern.Prefix, stopping).ConfigureAwait(false))
            {
                if (item.Properties.ETag is { } version && _pattern.Match(item.Name) is not null && !_running.ContainsKey(item.Name) && _runner.IsWanted(item.Name, version))
                    await StartAsync(item.Name, stopping).ConfigureAwait(false);
            }
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            LogNoContainer(_pattern.Container);
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException or IOException)
        {
            LogScanFailed(_pattern.Container, error.Message);
        }
    }

    private async Task StartAsync(string name, CancellationToken stopping)
    {
        await _slots.WaitAsync(stopping).ConfigureAwait(false);
        Task run = RunOneAsync(name, stopping);
        _running[name] = run;
        if (run.IsCompleted)
            _running.TryRemove(name, out _);
    }

    private async Task RunOneAsync(string name, CancellationToken stopping)
    {
        await Task.Yield();
        try
        {
            await _runner.RunAsync(_container.GetBlobClient(name), stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogInterrupted(Function.Name, name);
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException or IOException)
        {
            LogScanFailed(_pattern.Container, error.Message);
        }
        finally
        {
            _running.TryRemove(name, out _);
            _slots.Release();
        }
    }

    [LoggerMessage(1, LogLevel.Trace, "There is no container {Container} yet")]
    private partial void LogNoContainer(string container);

    [LoggerMessage(2, LogLevel.Warning, "Cannot read {Container} now, and will try again: {Reason}")]
    private partial void LogScanFailed(string container, string reason);

    [LoggerMessage(3, LogLevel.Information, "{Function} was interrupted at {Blob} and takes it again at the next start")]
    private partial void LogInterrupted(string function, string blob);
}
