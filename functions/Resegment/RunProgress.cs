using Azure;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Evaluation;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Telemetry;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// Writes a run's progress to its row, at most once a second, and with it the worker's sign of life, which comes also where nothing got on. Each new step goes to
/// the log and the telemetry. Until it is stopped it alone writes to the row.
/// </summary>
public sealed class RunProgress : IRunProgress, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly RunClaim _claim;
    private readonly TimeProvider _clock;
    private readonly Instruments _instruments;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _writer;
    private State? _state;

    /// <summary>Begins to write.</summary>
    public RunProgress(RunClaim claim, Instruments instruments, TimeProvider clock, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(claim);
        (_claim, _instruments, _clock, _log) = (claim, instruments, clock, log);
        Steps = new StepTimer(claim.Snapshot.Run.ToString(), instruments, clock);
        _writer = WriteAsync();
    }

    /// <summary>How long the steps took.</summary>
    public StepTimer Steps { get; }

    /// <summary>Cancelled when it is seen that another took the run over.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <inheritdoc />
    public void Fitted(ModelReport report) => _instruments.ModelsFitted(report);

    /// <inheritdoc />
    public void Report(RunStep reached, long done, long total)
    {
        Volatile.Write(ref _state, new State(reached, done, total));
        if (Steps.Reached(reached))
            _log.RunStepReached(_claim.Snapshot.Run.ToString(), reached);
    }

    /// <summary>Stops writing; nothing is written to the row once this returns, unless by a request that the row's version will refuse.</summary>
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
        _lost.Dispose();
    }

    private async Task WriteAsync()
    {
        State? written = null;
        long writtenAt = _clock.GetTimestamp();
        bool failing = false;
        using var timer = new PeriodicTimer(Interval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                State? state = Volatile.Read(ref _state);
                if (state == written && _clock.GetElapsedTime(writtenAt) < RunLease.Heartbeat)
                    continue;
                failing = !await TryWriteAsync(state, failing).ConfigureAwait(false);
                if (!failing)
                    (written, writtenAt) = (state, _clock.GetTimestamp());
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped, as asked.
        }
        catch (RunLostException)
        {
            await _lost.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<bool> TryWriteAsync(State? state, bool failing)
    {
        try
        {
            await _claim.UpdateAsync(row => state is null ? row : row with { Step = state.Step, Done = state.Done, Total = state.Total }, _stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException failure)
        {
            // The run goes on, and so do the tries: whether it is still held is decided before anything is published.
            if (!failing)
                _log.RunProgressLost(_claim.Snapshot.Run.ToString(), failure.Message);
            return false;
        }
    }

    private sealed record State(RunStep Step, long Done, long Total);
}
