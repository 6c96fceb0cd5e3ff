using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Hosting;

namespace ServerlessSeg.LocalHost.Worker;

/// <summary>
/// Keeps one worker running. A worker that ends is started again, at once the first time and after growing waits when that repeats. Azure's host does the
/// same but gives up in the end, since somebody else starts it again there; here nobody would.
/// </summary>
internal sealed partial class WorkerSupervisor(FunctionApp app, IReadOnlyDictionary<string, string> settings, WorkerLog log, TimeProvider clock, ILogger<WorkerSupervisor> logger) : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private volatile TaskCompletionSource<WorkerChannel> _current = NewSource();
    private volatile WorkerChannel? _expected;
    private volatile WorkerProcess? _process;
    private Uri? _endpoint;
    private Task _running = Task.CompletedTask;

    /// <summary>Whether a worker is there to run functions.</summary>
    public bool IsReady => _current.Task.IsCompletedSuccessfully;

    /// <summary>Starts the first worker and returns when it is ready; from then on it is watched.</summary>
    /// <param name="endpoint">Where the host listens for workers.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="StartFailedException">The worker does not start.</exception>
    public async Task StartAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        _endpoint = endpoint;
        (WorkerProcess process, WorkerChannel channel) = await LaunchAsync(cancellationToken).ConfigureAwait(false);
        _running = WatchAsync(process, channel);
    }

    /// <summary>The worker that greets with an id, or null for a stranger.</summary>
    public WorkerChannel? Expected(string workerId) => _expected is { } expected && expected.Id == workerId ? expected : null;

    /// <summary>The worker, once it is there.</summary>
    public async Task<WorkerChannel> GetAsync(CancellationToken cancellationToken) => await _current.Task.WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Tells the worker to finish, and ends it when it does not.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_current.Task.IsCompletedSuccessfully)
            (await _current.Task.ConfigureAwait(false)).Terminate(grace);
        _current.TrySetCanceled();
        try
        {
            await _running.WaitAsync(grace, clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogKilled(grace.TotalSeconds);
            _process?.Kill();
            await _running.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task WatchAsync(WorkerProcess process, WorkerChannel channel)
    {
        int deaths = 0;
        while (true)
        {
            long since = clock.GetTimestamp();
            await EndAsync(process, channel).ConfigureAwait(false);
            if (_stopping.IsCancellationRequested)
                return;
            _current = NewSource();
            deaths = clock.GetElapsedTime(since) > Steady ? 1 : deaths + 1;
            if (await RestartAsync(deaths).ConfigureAwait(false) is not { } next)
                return;
            (process, channel, deaths) = next;
        }
    }

    private async Task<(WorkerProcess Process, WorkerChannel Channel, int Deaths)?> RestartAsync(int deaths)
    {
        for (; ; deaths++)
        {
            TimeSpan wait = deaths == 1 ? TimeSpan.Zero : FirstWait * Math.Pow(2, Math.Min(deaths - 2, 10));
            wait = wait < LongestWait ? wait : LongestWait;
            LogRestart(wait.TotalSeconds);
            try
            {
                await Task.Delay(wait, clock, _stopping.Token).ConfigureAwait(false);
                (WorkerProcess process, WorkerChannel channel) = await LaunchAsync(_stopping.Token).ConfigureAwait(false);
                return (process, channel, deaths);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return null;
            }
            catch (StartFailedException failure)
            {
                LogNotStarted(failure.Message);
            }
        }
    }

    // Returns when the process has ended: by itself, because its stream did, or because the host stops and its time is over.
    private async Task EndAsync(WorkerProcess process, WorkerChannel channel)
    {
        using (process)
        {
            Task<int> exit = process.WaitForExitAsync(CancellationToken.None);
            Task first = await Task.WhenAny(exit, channel.Ended).ConfigureAwait(false);
            if (first != exit)
            {
                try
                {
                    await exit.WaitAsync(LocalTiming.WorkerExitTimeout, clock).ConfigureAwait(false);
                }
                catch (TimeoutException)
                {
                    process.Kill();
                }
            }
            int code = await exit.ConfigureAwait(false);
            channel.End();
            if (!_stopping.IsCancellationRequested)
                LogEnded(process.Id, code);
        }
    }

    private async Task<(WorkerProcess Process, WorkerChannel Channel)> LaunchAsync(CancellationToken cancellationToken)
    {
        var channel = new WorkerChannel(Guid.NewGuid().ToString(), app, log);
        _expected = channel;
        WorkerProcess process = WorkerProcess.Start(app, _endpoint!, channel.Id, settings);
        _process = process;
        try
        {
            Task<int> exit = process.WaitForExitAsync(CancellationToken.None);
            Task first = await Task.WhenAny(channel.Ready, channel.Ended, exit).WaitAsync(StartTimeout, clock, cancellationToken).ConfigureAwait(false);
            if (first != channel.Ready)
            {
                int code = await exit.WaitAsync(StartTimeout, clock, cancellationToken).ConfigureAwait(false);
                throw new StartFailedException($"The worker ended with exit code {code} before it was ready. {WorkerErrors.Shorten(process.Errors)}".TrimEnd());
            }
            await channel.Ready.ConfigureAwait(false);
            await ListeningAsync(channel, exit, cancellationToken).ConfigureAwait(false);
            _current.TrySetResult(channel);
            return (process, channel);
        }
        catch (Exception error)
        {
            process.Kill();
            channel.End();
            process.Dispose();
            if (error is TimeoutException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
                throw new StartFailedException($"The worker was not ready after {StartTimeout.TotalSeconds:0} s.", inner: error);
            throw;
        }
    }

    // The worker's own HTTP server starts after it has greeted; a request that comes before would find nobody.
    private async Task ListeningAsync(WorkerChannel channel, Task<int> exit, CancellationToken cancellationToken)
    {
        if (channel.HttpAddress is not { } address)
            return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTimeout);
        while (!exit.IsCompleted)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(address.Host, address.Port, limit.Token).ConfigureAwait(false);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(ProbeInterval, clock, limit.Token).ConfigureAwait(false);
            }
        }
        throw new StartFailedException($"The worker ended with exit code {await exit.ConfigureAwait(false)} before it was ready.");
    }

    private static TaskCompletionSource<WorkerChannel> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(1, LogLevel.Warning, "The worker (process {Id}) ended with exit code {Code}")]
    private partial void LogEnded(int id, int code);

    [LoggerMessage(2, LogLevel.Warning, "The worker is started again in {Seconds:0.0} s")]
    private partial void LogRestart(double seconds);

    [LoggerMessage(4, LogLevel.Warning, "The worker did not end within {Seconds:0} s and is killed")]
    private partial void LogKilled(double seconds);

    [LoggerMessage(3, LogLevel.Error, "{Reason}")]
    private partial void LogNotStarted(string reason);
}
