namespace ServerlessSeg.StorageFaults.Scenarios;

/// <summary>The system's clock, set forward by as much as a scenario says, with waits that are short: what waits a day, or a minute, need not be waited for.</summary>
/// <param name="haste">By what waits are divided.</param>
public sealed class ShiftedClock(int haste) : TimeProvider
{
    private TimeSpan _ahead;

    /// <summary>Sets it forward.</summary>
    public void Advance(TimeSpan by) => _ahead += by;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / haste : dueTime, period > TimeSpan.Zero ? period / haste : period);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
}
