using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Tests.StorageFaults;
using ServerlessSeg.StorageFaults.Proxy;
using ServerlessSeg.StorageFaults.Scenarios;

namespace ServerlessSeg.Functions.Tests.Storage;

/// <summary>A conditional write is done once, and known to be one's own, whatever becomes of its reply.</summary>
public sealed class OwnWriteTests(FaultsFixture faults) : IClassFixture<FaultsFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<FaultKind> Harmless { get; } = [FaultKind.LostReply, FaultKind.Doubled, FaultKind.Cut, FaultKind.Unavailable];

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task TryAdd_IsTrueForOwn_AndFalseForOthers(FaultKind kind)
    {
        await using ScenarioApp app = await faults.Runner.NewAppAsync(null, null, Stop);
        TableClient table = await TableAsync(app);
        app.Traffic.Begin(new FaultAtFirst(static request => request.IsWrite, kind));
        Assert.True(await OwnWrite.TryAddAsync(table, new TableEntity("p", "r") { ["Value"] = 1 }, Stop));
        app.Traffic.Begin(new FaultAtFirst(static request => request.IsWrite, kind));
        Assert.False(await OwnWrite.TryAddAsync(table, new TableEntity("p", "r") { ["Value"] = 1 }, Stop));
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task TryReplace_IsTrueForOwn_AndFalseForOthers(FaultKind kind)
    {
        await using ScenarioApp app = await faults.Runner.NewAppAsync(null, null, Stop);
        TableClient table = await TableAsync(app);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = 1 }, Stop);
        TableEntity first = await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);
        app.Traffic.Begin(new FaultAtFirst(static request => request.IsWrite, kind));
        Assert.True(await OwnWrite.TryReplaceAsync(table, new TableEntity("p", "r") { ["Value"] = 2 }, first.ETag, Stop));
        Assert.False(await OwnWrite.TryReplaceAsync(table, new TableEntity("p", "r") { ["Value"] = 3 }, first.ETag, Stop));
        Assert.Equal(2, (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop)).Value.GetInt32("Value"));
        await table.DeleteEntityAsync("p", "r", cancellationToken: Stop);
        Assert.False(await OwnWrite.TryReplaceAsync(table, new TableEntity("p", "r") { ["Value"] = 4 }, first.ETag, Stop));
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task TryDelete_IsTrueOnceItIsGone_AndFalseWhereItWasChanged(FaultKind kind)
    {
        await using ScenarioApp app = await faults.Runner.NewAppAsync(null, null, Stop);
        TableClient table = await TableAsync(app);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = 1 }, Stop);
        TableEntity first = await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["Value"] = 2 }, first.ETag, TableUpdateMode.Replace, Stop);
        TableEntity second = await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);
        Assert.False(await OwnWrite.TryDeleteAsync(table, "p", "r", first.ETag, Stop));
        app.Traffic.Begin(new FaultAtFirst(static request => request.IsWrite, kind));
        Assert.True(await OwnWrite.TryDeleteAsync(table, "p", "r", second.ETag, Stop));
        Assert.True(await OwnWrite.TryDeleteAsync(table, "p", "r", second.ETag, Stop));
    }

    [Fact]
    public async Task TryDelete_RefusedThoughNothingChanged_Throws()
    {
        await using ScenarioApp app = await faults.Runner.NewAppAsync(null, null, Stop);
        TableClient table = await TableAsync(app);
        await table.AddEntityAsync(new TableEntity("p", "r"), Stop);
        TableEntity row = await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);
        app.Traffic.Begin(new FaultAtFirst(static request => request.IsWrite, FaultKind.ConditionNotMet));
        Assert.Equal(412, (await Assert.ThrowsAsync<Azure.RequestFailedException>(() => OwnWrite.TryDeleteAsync(table, "p", "r", row.ETag, Stop))).Status);
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task TryCreate_IsTrueForOwn_AndFalseForOthers(FaultKind kind)
    {
        await using ScenarioApp app = await faults.Runner.NewAppAsync(null, null, Stop);
        BlobClient blob = (await ContainerAsync(app)).GetBlobClient("a.json");
        app.Traffic.Begin(new FaultAtFirst(static request => request.IsWrite, kind));
        Assert.True(await OwnWrite.TryCreateAsync(blob, BinaryData.FromString("1"), Stop));
        Assert.False(await OwnWrite.TryCreateAsync(blob, BinaryData.FromString("2"), Stop));
        Assert.Equal("1", (await blob.DownloadContentAsync(Stop)).Value.Content.ToString());
    }

    [Theory]
    [InlineData(FaultKind.LostReply, 10)]
    [InlineData(FaultKind.Doubled, 10)]
    [InlineData(FaultKind.Cut, 10)]
    [InlineData(FaultKind.LostReply, 9_000_000)]
    [InlineData(FaultKind.Doubled, 9_000_000)]
    [InlineData(FaultKind.Cut, 9_000_000)]
    [InlineData(FaultKind.Unavailable, 9_000_000)]
    public async Task Create_EveryRequestDisturbed_TheBlobIsWhole(FaultKind kind, int length)
    {
        await using ScenarioApp app = await faults.Runner.NewAppAsync(null, null, Stop);
        BlobContainerClient container = await ContainerAsync(app);
        byte[] content = new byte[length];
        new Random(7).NextBytes(content);
        int requests = length > 4 << 20 ? 4 : 1;
        for (int disturbed = 0; disturbed < requests; disturbed++)
        {
            string name = $"{kind}-{disturbed}";
            int number = disturbed;
            app.Traffic.Begin(new FaultAtFirst(request => request.WriteNumber == number, kind));
            await using (Stream stream = OwnWrite.Create(container.GetBlockBlobClient(name)))
            {
                for (int at = 0; at < length; at += 1_234_567)
                    await stream.WriteAsync(content.AsMemory(at, Math.Min(1_234_567, length - at)), Stop);
                Assert.False(await container.GetBlobClient(name).ExistsAsync(Stop));
            }
            Assert.Equal(content, (await container.GetBlobClient(name).DownloadContentAsync(Stop)).Value.Content.ToArray());
        }
    }

    [Fact]
    public async Task Create_NameTaken_LeavesWhatIsThere()
    {
        await using ScenarioApp app = await faults.Runner.NewAppAsync(null, null, Stop);
        BlobContainerClient container = await ContainerAsync(app);
        await container.GetBlobClient("a").UploadAsync(BinaryData.FromString("theirs"), Stop);
        Stream stream = OwnWrite.Create(container.GetBlockBlobClient("a"));
        await stream.WriteAsync("ours"u8.ToArray(), Stop);
        await Assert.ThrowsAsync<IOException>(async () => await stream.DisposeAsync());
        Assert.Equal("theirs", (await container.GetBlobClient("a").DownloadContentAsync(Stop)).Value.Content.ToString());
    }

    [Fact]
    public async Task Create_ABlockCouldNotBeWritten_NoBlobAppears()
    {
        await using ScenarioApp app = await faults.Runner.NewAppAsync(null, null, Stop);
        BlobContainerClient container = await ContainerAsync(app);
        Stream stream = OwnWrite.Create(container.GetBlockBlobClient("a"));
        app.Traffic.Begin(new FaultAtFirst(static request => request.IsWrite, FaultKind.ConditionNotMet));
        await Assert.ThrowsAsync<Azure.RequestFailedException>(async () => await stream.WriteAsync(new byte[9_000_000], Stop));
        await stream.DisposeAsync();
        Assert.False(await container.GetBlobClient("a").ExistsAsync(Stop));
    }

    private static async Task<TableClient> TableAsync(ScenarioApp app)
    {
        TableClient table = app.Services.GetRequiredService<StorageConnection>().Tables.GetTableClient("Things");
        await table.CreateAsync(Stop);
        return table;
    }

    private static async Task<BlobContainerClient> ContainerAsync(ScenarioApp app)
    {
        BlobContainerClient container = app.Services.GetRequiredService<StorageConnection>().Blobs.GetBlobContainerClient("things");
        await container.CreateAsync(cancellationToken: Stop);
        return container;
    }
}
