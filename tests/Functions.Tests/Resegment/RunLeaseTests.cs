using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.Resegment;

public sealed class RunLeaseTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 3, 12, 0, TimeSpan.Zero);

    private static RunRow Row => new(RunId.Parse("2026-10-31"), "f", RunStatus.Running, "schedule", Now.AddHours(-1)) { Worker = "w/1", StartedAt = Now.AddMinutes(-9), Heartbeat = Now };

    [Fact]
    public void IsHeld_UntilTheWorkerWasSilentForTheDuration()
    {
        Assert.True(RunLease.IsHeld(Row, Now + RunLease.Duration - TimeSpan.FromSeconds(1)));
        Assert.False(RunLease.IsHeld(Row, Now + RunLease.Duration));
        Assert.True(RunLease.IsWaiting(Row, Now + RunLease.Duration));
    }

    [Fact]
    public void IsHeld_BySignOfLifeOfAWrongClock_IsNot() => Assert.False(RunLease.IsHeld(Row with { Heartbeat = Now.AddYears(71) }, Now));

    [Fact]
    public void IsHeld_WithoutSignOfLife_IsNot() => Assert.False(RunLease.IsHeld(Row with { Heartbeat = null }, Now));

    [Theory]
    [InlineData(RunStatus.Published)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Dropped)]
    public void IsWaiting_OnceClosed_IsNot(RunStatus status)
    {
        Assert.False(RunLease.IsWaiting(Row with { Status = status }, Now.AddDays(1)));
        Assert.False(RunLease.IsHeld(Row with { Status = status }, Now));
    }

    [Fact]
    public void Describe_TellsWhoIsAtItAndWhatToDo()
    {
        Assert.Equal("w/1 has worked on it since 2026-11-29 03:03:00 UTC, and was last seen at 2026-11-29 03:12:00 UTC.", RunSituation.Describe(Row, null, Now));
        Assert.StartsWith("Interrupted: w/1 was last seen at 2026-11-29 03:12:00 UTC.", RunSituation.Describe(Row, null, Now.AddMinutes(1)), StringComparison.Ordinal);
        Assert.StartsWith("Waits in the queue", RunSituation.Describe(Row with { Status = RunStatus.Queued }, null, Now), StringComparison.Ordinal);
        RunRow published = Row with { Status = RunStatus.Published, Attempt = "0123456789abcdef" };
        var live = new LivePosition(published.Snapshot!.Value, Chosen: false, Now, []);
        Assert.Equal("Published, and readers are sent to its snapshot.", RunSituation.Describe(published, live, Now));
        Assert.Equal("Published, but not made live. Because.", RunSituation.Describe(published with { NotLive = "Because." }, null, Now));
    }
}
