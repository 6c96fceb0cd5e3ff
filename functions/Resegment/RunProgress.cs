using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>Writes a run's progress to its row, at most once a second, and each new step to the log.</summary>
public sealed class RunProgress : IRunProgress, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly RunTable _runs;
    private readonly RunRow _row;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writer;
    private State? _state;

    /// <summary>Begins to write.</summary>
    public RunProgress(RunTable runs, RunRow row, TimeProvider clock, ILogger log)
    {
        (_runs, _row, _clock, _log) = (runs, row, clock, log);
        _writer = WriteAsync();
    }

    /// <inheritdoc />
    public void Report(RunStep reached, long done, long total)
    {
        State? before = Interlocked.Exchange(ref _state, new State(reached, done, total));
        if (before?.Step != reached)
            _log.RunStepReached(_row.Id.ToString(), reached);
    }

    /// <summary>Stops writing; no write is under way once this returns, so that the final row cannot be overwritten.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _writer.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task WriteAsync()
    {
        State? written = null;
        using var timer = new PeriodicTimer(Interval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                if (Volatile.Read(ref _state) is not { } state || state == written)
                    continue;
                written = state;
                await _runs.UpdateAsync(_row with { Step = state.Step, Done = state.Done, Total = state.Total }, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped, as asked.
        }
        catch (Azure.RequestFailedException failure)
        {
            // Progress is for looking at; a run goes on without it.
            _log.RunProgressLost(_row.Id.ToString(), failure.Message);
        }
    }

    private sealed record State(RunStep Step, long Done, long Total);
}
