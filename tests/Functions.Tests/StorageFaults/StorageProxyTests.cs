using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.StorageFaults.Proxy;
using ServerlessSeg.StorageFaults.Scenarios;

namespace ServerlessSeg.Functions.Tests.StorageFaults;

/// <summary>The proxy does to requests what it says, and nothing else.</summary>
public sealed class StorageProxyTests(FaultsFixture faults) : IClassFixture<FaultsFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignedRequests_PassToEachService_AndAreRecordedInOrder()
    {
        await using ScenarioApp app = await NewAppAsync(null);
        StorageConnection storage = app.Services.GetRequiredService<StorageConnection>();
        BlobContainerClient container = storage.Blobs.GetBlobContainerClient("things");
        await container.CreateAsync(cancellationToken: Stop);
        await container.GetBlobClient("größe/a b+c%.txt").UploadAsync(BinaryData.FromString("x"), Stop);
        TableClient table = storage.Tables.GetTableClient("Things");
        await table.CreateAsync(Stop);
        await table.AddEntityAsync(new TableEntity("p'1", "r ü"), Stop);
        await table.SubmitTransactionAsync([new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity("p", "r"))], Stop);
        QueueClient queue = storage.Queues.GetQueueClient("things");
        await queue.CreateAsync(cancellationToken: Stop);
        await queue.SendMessageAsync("hello", Stop);
        Assert.Equal("x", (await container.GetBlobClient("größe/a b+c%.txt").DownloadContentAsync(Stop)).Value.Content.ToString());
        Assert.Equal(
            [
                "blob PUT things restype=container", "blob PUT things/größe/a b+c%.txt", "table POST Tables", "table POST Things", "table POST $batch", "queue PUT things",
                "queue POST things/messages",
            ],
            app.Traffic.Requests.Where(static request => request.IsWrite).Select(static request => request.Kind));
    }

    [Theory]
    [InlineData(FaultKind.LostReply, 1, 0)]
    [InlineData(FaultKind.Doubled, 2, 201)]
    [InlineData(FaultKind.Cut, 0, 0)]
    [InlineData(FaultKind.CutReply, 1, 0)]
    [InlineData(FaultKind.Unavailable, 0, 503)]
    [InlineData(FaultKind.ConditionNotMet, 0, 412)]
    [InlineData(FaultKind.Conflict, 0, 409)]
    [InlineData(FaultKind.Slow, 1, 201)]
    public async Task Fault_IsWhatItSays(FaultKind kind, int messages, int status)
    {
        await using ScenarioApp app = await NewAppAsync(null);
        QueueClient queue = OnceOnly(app).GetQueueClient("runs");
        await queue.CreateAsync(cancellationToken: Stop);
        var plan = new FaultAtFirst(static request => request.IsWrite, kind);
        app.Traffic.Begin(plan);
        int answered;
        try
        {
            answered = (await queue.SendMessageAsync("hello", Stop)).GetRawResponse().Status;
        }
        catch (RequestFailedException fault)
        {
            answered = fault.Status;
        }
        app.Traffic.Begin(null);
        Assert.NotNull(plan.Hit);
        Assert.Equal(status, answered);
        Assert.Equal(messages, (await queue.PeekMessagesAsync(10, Stop)).Value.Length);
    }

    [Fact]
    public async Task CutReply_OfARead_GivesHalfOfIt()
    {
        await using ScenarioApp app = await NewAppAsync(null);
        BlobContainerClient container = app.Services.GetRequiredService<StorageConnection>().Blobs.GetBlobContainerClient("things");
        await container.CreateAsync(cancellationToken: Stop);
        byte[] content = [.. Enumerable.Range(0, 300_000).Select(static i => (byte)i)];
        await container.GetBlobClient("long").UploadAsync(BinaryData.FromBytes(content), Stop);
        var plan = new FaultAtFirst(static request => request.Method == "GET", FaultKind.CutReply);
        app.Traffic.Begin(plan);
        Assert.Equal(content, (await container.GetBlobClient("long").DownloadContentAsync(Stop)).Value.Content.ToArray());
        Assert.NotNull(plan.Hit);
        Assert.Equal(2, app.Traffic.Requests.Count);
    }

    [Fact]
    public void ShareOfRequests_IsTheSameForASeed()
    {
        StorageRequest[] requests = [.. Enumerable.Range(0, 1_000).Select(static i => StorageRequest.Parse(StorageService.Blob, "GET", "/account/container/" + i.ToString(CultureInfo.InvariantCulture)))];
        FaultKind?[] Judged(int seed)
        {
            var plan = new ShareOfRequests(0.3, seed, FaultKind.Cut, FaultKind.Unavailable);
            return [.. requests.Select(plan.Judge)];
        }

        Assert.Equal(Judged(1), Judged(1));
        Assert.NotEqual(Judged(1), Judged(2));
        Assert.InRange(Judged(1).Count(static fault => fault is not null), 250, 350);
    }

    private static QueueServiceClient OnceOnly(ScenarioApp app)
    {
        var options = new QueueClientOptions();
        options.Retry.MaxRetries = 0;
        options.Retry.Mode = RetryMode.Fixed;
        return new QueueServiceClient(app.ConnectionString, options);
    }

    private async Task<ScenarioApp> NewAppAsync(StorageOptions? options) => await faults.Runner.NewAppAsync(options, null, Stop);
}
