using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.LocalRuntime.Hosting;

namespace ServerlessSeg.LocalRuntime.Invocation;

/// <summary>How often and after which waits a failed function runs again.</summary>
/// <param name="MaxRetryCount">Further tries after the first; -1 for no limit.</param>
/// <param name="FirstDelay">The wait before the first further try.</param>
/// <param name="LongestDelay">Waits double from the first to this one.</param>
internal sealed record RetryPolicy(int MaxRetryCount, TimeSpan FirstDelay, TimeSpan LongestDelay)
{
    /// <summary>No further tries.</summary>
    public static RetryPolicy None { get; } = new(0, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>Whether another try is allowed after so many retries.</summary>
    public bool Allows(int retries) => MaxRetryCount < 0 || retries < MaxRetryCount;

    /// <summary>The wait before the retry of this number, counted from 0.</summary>
    public TimeSpan Delay(int retry)
    {
        double doubled = FirstDelay.Ticks * Math.Pow(2, Math.Min(retry, 40));
        return TimeSpan.FromTicks((long)Math.Min(doubled, LongestDelay.Ticks));
    }

    /// <summary>The policy declared on a method.</summary>
    /// <exception cref="StartFailedException">An interval is not <c>hh:mm:ss</c>.</exception>
    public static RetryPolicy Of(MethodInfo method)
    {
        if (method.GetCustomAttribute<FixedDelayRetryAttribute>() is { } fixedDelay)
        {
            TimeSpan delay = Interval(fixedDelay.DelayInterval, method);
            return new RetryPolicy(fixedDelay.MaxRetryCount, delay, delay);
        }
        return method.GetCustomAttribute<ExponentialBackoffRetryAttribute>() is { } backoff
            ? new RetryPolicy(backoff.MaxRetryCount, Interval(backoff.MinimumInterval, method), Interval(backoff.MaximumInterval, method))
            : None;
    }

    private static TimeSpan Interval(string text, MethodInfo method) =>
        TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out TimeSpan interval) && interval >= TimeSpan.Zero
            ? interval
            : throw new StartFailedException($"The retry interval '{text}' of {method.DeclaringType!.Name}.{method.Name} is not a time as hh:mm:ss.");
}
