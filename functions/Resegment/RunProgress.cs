using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Evaluation;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Telemetry;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>Writes a run's progress to its row, at most once a second, and each new step to the log and the telemetry.</summary>
public sealed class RunProgress : IRunProgress, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly RunTable _runs;
    private readonly RunRow _row;
    private readonly TimeProvider _clock;
    private readonly Instruments _instruments;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writer;
    private State? _state;

    /// <summary>Begins to write.</summary>
    public RunProgress(RunTable runs, RunRow row, Instruments instruments, TimeProvider clock, ILogger log)
    {
        (_runs, _row, _instruments, _clock, _log) = (runs, row, instruments, clock, log);
        Steps = new StepTimer(row.Id.ToString(), instruments, clock);
        _writer = WriteAsync();
    }

    /// <summary>How long the steps took.</summary>
    public StepTimer Steps { get; }

    /// <inheritdoc />
    public void Fitted(ModelReport report) => _instruments.ModelsFitted(report);

    /// <inheritdoc />
    public void Report(RunStep reached, long done, long total)
    {
        Volatile.Write(ref _state, new State(reached, done, total));
        if (Steps.Reached(reached))
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
        Steps.Abandon();
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
