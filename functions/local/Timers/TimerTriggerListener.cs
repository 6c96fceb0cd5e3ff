using Azure;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalRuntime.Hosting;
using ServerlessSeg.LocalRuntime.Invocation;
using ServerlessSeg.LocalRuntime.Triggers;

namespace ServerlessSeg.LocalRuntime.Timers;

/// <summary>Runs a function on its schedule, one run at a time, and makes up once for occurrences missed while the host was down.</summary>
internal sealed partial class TimerTriggerListener : ITriggerListener
{
    // Timers wait in steps, so that a clock that was set or a machine that slept is noticed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly TimerTriggerAttribute _trigger;
    private readonly TimerSchedule _schedule;
    private readonly TimerStatusStore _store;
    private readonly FunctionInvoker _invoker;
    private readonly TimeProvider _clock;
    private readonly ILogger<TimerTriggerListener> _logger;
    private readonly SemaphoreSlim _one = new(1);

    public TimerTriggerListener(
        FunctionDescriptor function,
        TimerTriggerAttribute trigger,
        IConfiguration configuration,
        TimerStatusStore store,
        FunctionInvoker invoker,
        TimeProvider clock,
        ILogger<TimerTriggerListener> logger)
    {
        Function = function;
        string schedule = SettingTemplate.Resolve(trigger.Schedule, configuration, function.Name);
        Description = $"timerTrigger {schedule}";
        _trigger = trigger;
        _schedule = TimerSchedule.Parse(schedule, function.Name);
        _store = store;
        _invoker = invoker;
        _clock = clock;
        _logger = logger;
        TimerBinding.Check(function);
    }

    /// <inheritdoc/>
    public FunctionDescriptor Function { get; }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken stopping)
    {
        ScheduleStatus status = await LoadAsync(stopping).ConfigureAwait(false);
        bool isPastDue = _clock.GetUtcNow().UtcDateTime > status.Next;
        if (isPastDue || _trigger.RunOnStartup)
            status = await OccurAsync(status, isPastDue, stopping).ConfigureAwait(false);
        while (true)
        {
            await WaitUntilAsync(status.Next, stopping).ConfigureAwait(false);
            status = await OccurAsync(status, isPastDue: false, stopping).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task RunNowAsync(string? input, CancellationToken stopping) => RunGuardedAsync(new TimerInfo(), stopping);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<ScheduleStatus> LoadAsync(CancellationToken stopping)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        ScheduleStatus? stored = _trigger.UseMonitor ? await _store.ReadAsync(Function.Name, stopping).ConfigureAwait(false) : null;
        if (stored is null)
        {
            var first = new ScheduleStatus { Next = _schedule.Next(now).UtcDateTime, LastUpdated = now.UtcDateTime };
            await SaveAsync(first, stopping).ConfigureAwait(false);
            return first;
        }
        // The schedule may have changed since: what is due follows from the last run and the schedule of today.
        DateTime since = stored.Last == default ? stored.LastUpdated : stored.Last;
        stored.Next = _schedule.Next(new DateTimeOffset(DateTime.SpecifyKind(since, DateTimeKind.Utc))).UtcDateTime;
        return stored;
    }

    private async Task<ScheduleStatus> OccurAsync(ScheduleStatus status, bool isPastDue, CancellationToken stopping)
    {
        if (isPastDue)
            LogPastDue(Function.Name, status.Next);
        await RunGuardedAsync(new TimerInfo { ScheduleStatus = _trigger.UseMonitor ? status : null, IsPastDue = isPastDue }, stopping).ConfigureAwait(false);
        DateTimeOffset now = _clock.GetUtcNow();
        var next = new ScheduleStatus { Last = now.UtcDateTime, Next = _schedule.Next(now).UtcDateTime, LastUpdated = now.UtcDateTime };
        await SaveAsync(next, stopping).ConfigureAwait(false);
        return next;
    }

    private async Task SaveAsync(ScheduleStatus status, CancellationToken stopping)
    {
        if (!_trigger.UseMonitor)
            return;
        try
        {
            await _store.WriteAsync(Function.Name, status, stopping).ConfigureAwait(false);
        }
        catch (RequestFailedException error)
        {
            LogNotSaved(Function.Name, error.Message);
        }
    }

    private async Task WaitUntilAsync(DateTime next, CancellationToken stopping)
    {
        for (TimeSpan left = next - _clock.GetUtcNow().UtcDateTime; left > TimeSpan.Zero; left = next - _clock.GetUtcNow().UtcDateTime)
            await Task.Delay(left < LongestWait ? left : LongestWait, _clock, stopping).ConfigureAwait(false);
    }

    private async Task RunGuardedAsync(TimerInfo timer, CancellationToken stopping)
    {
        await _one.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            await RunWithRetriesAsync(timer, stopping).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task RunWithRetriesAsync(TimerInfo timer, CancellationToken stopping)
    {
        for (int retry = 0; ; retry++)
        {
            try
            {
                var invocation = new Invocation.Invocation
                {
                    Bind = TimerBinding.For(timer),
                    RetryCount = retry,
                    MaxRetryCount = Function.Retry.MaxRetryCount,
                };
                await _invoker.InvokeAsync(Function, invocation, stopping).ConfigureAwait(false);
                return;
            }
            catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
            {
                LogFailed(error, Function.Name);
                if (!Function.Retry.Allows(retry))
                    return;
                await Task.Delay(Function.Retry.Delay(retry), _clock, stopping).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Function} missed its time {Due:u} and runs now")]
    private partial void LogPastDue(string function, DateTime due);

    [LoggerMessage(2, LogLevel.Error, "{Function} failed")]
    private partial void LogFailed(Exception error, string function);

    [LoggerMessage(3, LogLevel.Warning, "The status of {Function} cannot be stored now: {Reason}")]
    private partial void LogNotSaved(string function, string reason);
}
