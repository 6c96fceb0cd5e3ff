using ServerlessSeg.StorageFaults.Proxy;
using ServerlessSeg.StorageFaults.Scenarios;

namespace ServerlessSeg.Functions.Tests.StorageFaults;

/// <summary>
/// A part of the campaign that <c>tests/Benchmarks -- faults</c> does whole: single writes are disturbed, and the end is that of the undisturbed scenario.
/// <c>SERVERLESSSEG_FAULTS=1000</c> tries that many of each scenario.
/// </summary>
public sealed class FaultCampaignTests(FaultsFixture faults) : IClassFixture<FaultsFixture>
{
    private const int Seed = 14;

    private static readonly int OfEach = int.Parse(Environment.GetEnvironmentVariable("SERVERLESSSEG_FAULTS") ?? "5", System.Globalization.CultureInfo.InvariantCulture);

    public static TheoryData<string> Scenarios { get; } = [.. ScenarioList.All.Select(static scenario => scenario.Name)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task OneWriteDisturbed_TheEndIsTheSame(string name)
    {
        Scenario scenario = ScenarioList.All.Single(one => one.Name == name);
        ScenarioOutcome undisturbed = await faults.Runner.PlayAsync(scenario, null, null, Stop);
        Assert.Null(undisturbed.Complaint(undisturbed));
        Assert.NotEmpty(undisturbed.End);
        var random = new Random(Seed);
        FaultCell[] cells = [.. FaultCell.Of(scenario, undisturbed).OrderBy(_ => random.Next()).Take(OfEach)];
        Assert.NotEmpty(cells);
        int came = 0;
        foreach (FaultCell cell in cells)
        {
            (bool hit, string? complaint) = await cell.PlayAsync(faults.Runner, undisturbed, Stop);
            Assert.True(complaint is null, $"{cell}: {complaint}");
            came += hit ? 1 : 0;
        }
        Assert.True(came > 0);
    }

    /// <summary>Thirty seconds and three minutes, in tries: as many as fit into them with the waits of the app as it is deployed, and more.</summary>
    [Theory]
    [InlineData("ingest", 60)]
    [InlineData("ingest", 300)]
    [InlineData("reread", 60)]
    [InlineData("run", 60)]
    [InlineData("run", 300)]
    [InlineData("publication", 60)]
    public async Task StorageAwayInTheMiddle_NothingIsLostOrGivenUp(string name, int refusals)
    {
        Scenario scenario = ScenarioList.All.Single(one => one.Name == name);
        ScenarioOutcome undisturbed = await faults.Runner.PlayAsync(scenario, null, null, Stop);
        int writes = undisturbed.Requests.Count(static request => request.IsWrite);
        var plan = new OutageInTries(writes / 2, refusals);
        ScenarioOutcome outcome = await faults.Runner.PlayAsync(scenario, plan, null, Stop);
        Assert.Equal(refusals, plan.Refused);
        Assert.Empty(outcome.Failures);
        Assert.Null(outcome.Complaint(undisturbed));
    }

    [Theory]
    [InlineData("ingest", 1)]
    [InlineData("ingest", 2)]
    [InlineData("replace", 3)]
    [InlineData("reread", 4)]
    [InlineData("compaction", 5)]
    [InlineData("run", 6)]
    public async Task ThirtyPercentOfRequestsDisturbed_SlowAndRight(string name, int seed)
    {
        Scenario scenario = ScenarioList.All.Single(one => one.Name == name);
        ScenarioOutcome undisturbed = await faults.Runner.PlayAsync(scenario, null, null, Stop);
        var plan = new ShareOfRequests(0.3, seed, FaultKind.LostReply, FaultKind.Doubled, FaultKind.Cut, FaultKind.CutReply, FaultKind.Unavailable);
        ScenarioOutcome outcome = await faults.Runner.PlayAsync(scenario, plan, null, Stop);
        Assert.True(plan.Disturbed > 0);
        Assert.Null(outcome.Complaint(undisturbed));
    }
}
