using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>How long a run belongs to the worker whose sign of life stands in its row.</summary>
public static class RunLease
{
    /// <summary>A run whose worker was silent for so long may be taken over.</summary>
    public static TimeSpan Duration { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a worker gives a sign of life.</summary>
    public static TimeSpan Heartbeat { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether somebody works on the run.</summary>
    public static bool IsHeld(RunRow row, DateTimeOffset now) => Remaining(row, now) > TimeSpan.Zero;

    /// <summary>How long the run still belongs to its worker; zero where it may be taken.</summary>
    public static TimeSpan Remaining(RunRow row, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Status != RunStatus.Running || row.Heartbeat is not { } heartbeat)
            return TimeSpan.Zero;
        // Either way: a sign of life that a wrong clock put into the future must not hold the run for ever.
        TimeSpan silence = (now - heartbeat).Duration();
        return silence < Duration ? Duration - silence : TimeSpan.Zero;
    }

    /// <summary>Whether the run waits for somebody to take it: in the queue, or after its worker fell silent.</summary>
    public static bool IsWaiting(RunRow row, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Status == RunStatus.Queued || (row.Status == RunStatus.Running && !IsHeld(row, now));
    }
}
