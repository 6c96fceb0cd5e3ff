using Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Tests.StorageFaults;
using ServerlessSeg.StorageFaults.Proxy;
using ServerlessSeg.StorageFaults.Scenarios;

namespace ServerlessSeg.Functions.Tests.Storage;

/// <summary>How long requests are tried again, and what is thrown in the end.</summary>
public sealed class StorageRetryPolicyTests(FaultsFixture faults) : IClassFixture<FaultsFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.LostReply)]
    public async Task Work_IsTriedUntilStorageIsBack(FaultKind kind)
    {
        await using ScenarioApp app = await faults.Runner.NewAppAsync(null, null, Stop);
        var plan = new FaultsInARow(kind, 60);
        app.Traffic.Begin(plan);
        using (StoragePatience.OfWork())
            Assert.False(await ExistsAsync(app));
        Assert.Equal(0, plan.Left);
        Assert.Equal(61, app.Traffic.Requests.Count);
    }

    [Fact]
    public async Task Probe_IsTriedOnce_AndSaysWhatStorageAnswered()
    {
        await using ScenarioApp app = await faults.Runner.NewAppAsync(null, null, Stop);
        app.Traffic.Begin(new FaultsInARow(FaultKind.Unavailable, 60));
        using IDisposable patience = StoragePatience.OfProbe();
        RequestFailedException fault = await Assert.ThrowsAsync<RequestFailedException>(() => ExistsAsync(app));
        Assert.Equal(503, fault.Status);
        Assert.StartsWith("Storage answered 503", StorageFault.Describe(fault), StringComparison.Ordinal);
        Assert.Single(app.Traffic.Requests);
    }

    [Fact]
    public async Task Answer_IsGivenUpEarlierThanWork()
    {
        await using ScenarioApp app = await faults.Runner.NewAppAsync(ScenarioRunner.Hasty with { AnswerPatience = TimeSpan.Zero }, null, Stop);
        app.Traffic.Begin(new FaultsInARow(FaultKind.Unavailable, 60));
        RequestFailedException fault = await Assert.ThrowsAsync<RequestFailedException>(() => ExistsAsync(app));
        Assert.Equal(503, fault.Status);
        Assert.Single(app.Traffic.Requests);
        using (StoragePatience.OfWork())
            Assert.False(await ExistsAsync(app));
    }

    [Fact]
    public async Task NoConnection_IsAFaultOfStorage_AfterOneTryAndAfterMany()
    {
        // Nothing listens at the discard port.
        IConfiguration nowhere = new ConfigurationBuilder().AddInMemoryCollection(
            [new("AzureWebJobsStorage", new StoragePorts(9, 9, 9).ConnectionString("account", "a2V5"))]).Build();
        var storage = new StorageConnection(nowhere, ScenarioRunner.Hasty with { AnswerPatience = TimeSpan.FromMilliseconds(200) });
        using (StoragePatience.OfProbe())
            Assert.Equal(0, (await Assert.ThrowsAsync<RequestFailedException>(() => storage.Blobs.GetPropertiesAsync(Stop))).Status);
        RequestFailedException fault = await Assert.ThrowsAsync<RequestFailedException>(() => storage.Blobs.GetPropertiesAsync(Stop));
        Assert.Equal(0, fault.Status);
        Assert.StartsWith("Storage does not answer: Connection refused", StorageFault.Describe(fault), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoeverStops_IsNotTakenForAFault()
    {
        await using ScenarioApp app = await faults.Runner.NewAppAsync(new StorageOptions { FirstDelay = TimeSpan.FromMinutes(2), LongestDelay = TimeSpan.FromMinutes(2) }, null, Stop);
        app.Traffic.Begin(new FaultsInARow(FaultKind.Unavailable, 1));
        using var stopping = new CancellationTokenSource();
        Task waiting = app.Services.GetRequiredService<StorageConnection>().Blobs.GetBlobContainerClient("things").ExistsAsync(stopping.Token);
        while (app.Traffic.Requests.Count == 0)
            await Task.Delay(5, Stop);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData("9")]
    [InlineData("1201")]
    [InlineData("-1")]
    public void Patience_OutOfRange_IsRefusedAtStart(string seconds)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ServerlessSeg:StoragePatienceSeconds", seconds)]).Build();
        Assert.Contains($"StoragePatienceSeconds is {seconds}; it must lie between 10 and 1200.", Assert.Throws<InvalidOperationException>(() => SettingsReader.Read(configuration)).Message, StringComparison.Ordinal);
    }

    private static async Task<bool> ExistsAsync(ScenarioApp app) =>
        await app.Services.GetRequiredService<StorageConnection>().Blobs.GetBlobContainerClient("things").ExistsAsync(Stop);

    private sealed class FaultsInARow(FaultKind kind, int count) : IFaultPlan
    {
        public int Left { get; private set; } = count;

        public FaultKind? Judge(StorageRequest request) => Left == 0 ? null : Left-- > 0 ? kind : null;
    }
}
