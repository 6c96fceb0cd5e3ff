using Microsoft.Azure.Functions.Worker;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Timers;

public sealed class TimerSamples(Probe probe)
{
    [Function("Nightly")]
    public void Nightly([TimerTrigger("0 0 3 * * *", UseMonitor = false)] TimerInfo timer) => probe.Report($"nightly past due: {timer.IsPastDue}");
}

public sealed class MonthlyTimer(Probe probe)
{
    [Function("Monthly")]
    public void Monthly([TimerTrigger("%SCHEDULE%")] TimerInfo timer)
    {
        probe.Seen["next"] = timer.ScheduleStatus!.Next;
        probe.Report($"monthly past due: {timer.IsPastDue}");
    }
}

public sealed class StartupTimer(Probe probe)
{
    [Function("Startup")]
    public async Task StartupAsync([TimerTrigger("0 0 3 * * *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        probe.Report("begins");
        try
        {
            await probe.Released.WaitAsync(cancellationToken);
            probe.Report("ends");
        }
        catch (OperationCanceledException)
        {
            probe.Report("cancelled");
            throw;
        }
    }
}

public sealed class FlakyTimer(Probe probe)
{
    [Function("Flaky")]
    [FixedDelayRetry(2, "00:00:00")]
    public void Flaky([TimerTrigger("0 0 3 * * *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer, FunctionContext context)
    {
        probe.Report($"retry {context.RetryContext.RetryCount} of {context.RetryContext.MaxRetryCount}");
        throw new InvalidOperationException("not yet");
    }
}
