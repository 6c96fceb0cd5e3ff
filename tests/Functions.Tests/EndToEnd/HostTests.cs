using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>What the host itself answers, on an app that is told of files by events alone.</summary>
public sealed class HostTests(HostTests.EventsOnly events) : IClassFixture<HostTests.EventsOnly>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("admin/functions/GiveUpRun", """{"input":"nothing"}""", "application/json", HttpStatusCode.Accepted)]
    [InlineData("ADMIN/Functions/giveuprun", """{"input":"nothing"}""", "application/json", HttpStatusCode.Accepted)]
    [InlineData("admin/functions/GetHealth", "{}", "application/json", HttpStatusCode.Accepted)]
    [InlineData("admin/functions/NoSuchFunction", "{}", "application/json", HttpStatusCode.NotFound)]
    [InlineData("admin/functions/GiveUpRun", "", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("admin/functions/GiveUpRun", "input", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("admin/functions/GiveUpRun", "null", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("admin/functions/GiveUpRun", "{}", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("admin/nothing", "{}", "application/json", HttpStatusCode.NotFound)]
    public async Task Admin_AnswersAsAzureDoes(string path, string body, string type, HttpStatusCode status)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using HttpResponseMessage answer = await events.App.Client.PostAsync(new Uri(events.App.Host.Root, path), content, Stop);
        Assert.Equal((status, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task Status_SaysThatItRuns() =>
        Assert.Equal("Running", (string?)JsonNode.Parse(await events.App.Client.GetStringAsync(new Uri(events.App.Host.Root, "admin/host/status"), Stop))!["state"]);

    [Theory]
    [InlineData("GET", "api/no/such/route")]
    [InlineData("GET", "")]
    [InlineData("DELETE", "api/health")]
    [InlineData("HEAD", "api/health")]
    [InlineData("OPTIONS", "api/health")]
    public async Task UnknownRouteOrMethod_Is404WithoutABody(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(events.App.Host.Root, path));
        using HttpResponseMessage answer = await events.App.Client.SendAsync(request, Stop);
        Assert.Equal((HttpStatusCode.NotFound, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)));
        Assert.Null(answer.Content.Headers.ContentType);
    }

    [Fact]
    public async Task RequestForAForeignName_OrFromAForeignPage_IsRefused()
    {
        using var rebound = new HttpRequestMessage(HttpMethod.Get, new Uri(events.App.Host.Root, "api/health")) { Headers = { Host = "segments.example:80" } };
        using HttpResponseMessage foreignName = await events.App.Client.SendAsync(rebound, Stop);
        Assert.Equal(HttpStatusCode.Forbidden, foreignName.StatusCode);
        using var posted = new HttpRequestMessage(HttpMethod.Post, new Uri(events.App.Host.Root, "api/runs"));
        posted.Headers.Add("Origin", "https://shop.example");
        using HttpResponseMessage foreignPage = await events.App.Client.SendAsync(posted, Stop);
        Assert.Equal(HttpStatusCode.Forbidden, foreignPage.StatusCode);
    }

    [Fact]
    public async Task RouteValues_ArriveDecodedOnce()
    {
        foreach ((string asked, string seen) in new[] { ("a%20b", "a b"), ("c%2Bd", "c+d"), ("%C3%A9", "é") })
        {
            using HttpResponseMessage answer = await events.App.Client.GetAsync(new Uri("runs/" + asked, UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal($"There is no run '{seen}'.", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!["detail"]);
        }
    }

    [Fact]
    public async Task Events_TwiceAndOutOfOrder_CountTheLatestContentOnce()
    {
        BlobClient blob = Drop("events/orders.csv");
        string first = (await blob.UploadAsync(Sample.Content(Sample.Lines[..50]), overwrite: true, Stop)).Value.ETag.ToString();
        await PostEventAsync(blob, first);
        BatchRow earlier = await events.App.BatchUnderAsync("events", "orders.csv", row => row.BlobETag == first);
        string second = (await blob.UploadAsync(Sample.Content(Sample.Lines[..80]), overwrite: true, Stop)).Value.ETag.ToString();
        await PostEventAsync(blob, second);
        BatchRow later = await events.App.BatchUnderAsync("events", "orders.csv", row => row.BlobETag == second);
        Assert.NotEqual(earlier.BatchId, later.BatchId);

        // The old event once more, the new one twice; a last file tells when all of them are through.
        foreach (string version in new[] { first, second, second })
            await PostEventAsync(blob, version);
        BlobClient last = Drop("events/last.csv");
        string lastVersion = (await last.UploadAsync(Sample.Content(Sample.Lines[100..120]), overwrite: true, Stop)).Value.ETag.ToString();
        await PostEventAsync(last, lastVersion);
        await events.App.BatchUnderAsync("events", "last.csv", row => row.BlobETag == lastVersion);
        await QueueIsEmptyAsync();
        BatchRow now = await events.App.BatchUnderAsync("events", "orders.csv", static _ => true);
        Assert.Equal((later.BatchId, later.ETag), (now.BatchId, now.ETag));
        Assert.Null(await events.App.Batches.FindAsync("events", "orders.csv", refused: true, Stop));
    }

    [Fact]
    public async Task Event_OfABlobThatIsGone_ChangesNothing()
    {
        BlobClient blob = Drop("events/gone.csv");
        await blob.UploadAsync(Sample.Content(Sample.Lines[..5]), overwrite: true, Stop);
        string version = (await blob.GetPropertiesAsync(cancellationToken: Stop)).Value.ETag.ToString();
        await blob.DeleteAsync(cancellationToken: Stop);
        await PostEventAsync(blob, version);
        await QueueIsEmptyAsync();
        Assert.Null(await events.App.Batches.FindAsync("events", "gone.csv", refused: false, Stop));
    }

    [Theory]
    [InlineData("Notification", "not json", HttpStatusCode.InternalServerError)]
    [InlineData("Notification", """{"specversion":"1.0","type":"Microsoft.Storage.BlobCreated"}""", HttpStatusCode.InternalServerError)]
    [InlineData("Other", "[]", HttpStatusCode.BadRequest)]
    [InlineData("Unsubscribe", "[]", HttpStatusCode.Accepted)]
    public async Task Event_OfAnotherKind_AnswersAsAzureDoes(string type, string body, HttpStatusCode status)
    {
        using HttpResponseMessage answer = await PostAsync(type, body);
        Assert.Equal((status, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task Handshake_OfEventGrid_IsAnswered()
    {
        using HttpResponseMessage answer = await PostAsync("SubscriptionValidation", """[{"data":{"validationCode":"4711"}}]""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("4711", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingest_StartedByHand_ReadsTheBlobItIsGiven()
    {
        await Drop("byhand/a.csv").UploadAsync(Sample.Content(Sample.Lines[..20]), overwrite: true, Stop);
        await StartAsync("Ingest", "transactions/byhand/a.csv");
        Assert.Equal("committed", (await events.App.BatchUnderAsync("byhand", "a.csv", static _ => true)).Status.ToString().ToLowerInvariant());
    }

    [Fact]
    public async Task Timer_StartedByHand_RequestsTheRunOfTheSchedule()
    {
        // A scheduled run wants a ledger that is not long out of date.
        string day = TimeProvider.System.GetUtcNow().AddDays(-40).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await Drop("timer/a.csv").UploadAsync(BinaryData.FromString($"customer_id,date,amount\nA,{day},5\n"), overwrite: true, Stop);
        await StartAsync("Ingest", "transactions/timer/a.csv");
        await events.App.BatchUnderAsync("timer", "a.csv", static _ => true);
        await StartAsync("ResegmentOnSchedule", null);
        while (!(await events.App.GetAsync("runs"))["runs"]!.AsArray().Any(static run => (string?)run!["trigger"] == "schedule"))
            await Task.Delay(50, Stop);
    }

    [Fact]
    public async Task MessageThatFailsEveryTry_IsGivenUp()
    {
        QueueClient queue = events.App.Services.GetRequiredService<StorageConnection>().Queues.GetQueueClient(StorageNames.RunQueue);
        await queue.SendMessageAsync("not-a-run", Stop);
        while (!events.App.Host.Output.Contains("Run not-a-run is given up after its last try", StringComparison.Ordinal))
            await Task.Delay(50, Stop);
    }

    private BlobClient Drop(string name) => events.App.Services.GetRequiredService<StorageConnection>().Blobs.GetBlobContainerClient(StorageNames.Transactions).GetBlobClient(name);

    private async Task StartAsync(string function, string? input)
    {
        using var content = new StringContent(new JsonObject { ["input"] = input }.ToJsonString(), Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await events.App.Client.PostAsync(new Uri(events.App.Host.Root, "admin/functions/" + function), content, Stop);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private async Task PostEventAsync(BlobClient blob, string version)
    {
        string told = new JsonArray(new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["eventType"] = "Microsoft.Storage.BlobCreated",
            ["subject"] = $"/blobServices/default/containers/{blob.BlobContainerName}/blobs/{blob.Name}",
            ["eventTime"] = "2026-01-01T00:00:00Z",
            ["data"] = new JsonObject { ["api"] = "PutBlob", ["url"] = blob.Uri.AbsoluteUri, ["eTag"] = version.Trim('"'), ["blobType"] = "BlockBlob" },
        }).ToJsonString();
        using HttpResponseMessage answer = await PostAsync("Notification", told);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> PostAsync(string type, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(events.App.Host.Root, "runtime/webhooks/blobs?functionName=Host.Functions.Ingest"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { { "aeg-event-type", type } },
        };
        return await events.App.Client.SendAsync(request, Stop);
    }

    private async Task QueueIsEmptyAsync()
    {
        QueueClient queue = events.App.Services.GetRequiredService<StorageConnection>().Queues.GetQueueClient("azure-webjobs-blobtrigger-local");
        while ((await queue.GetPropertiesAsync(Stop)).Value.ApproximateMessagesCount > 0)
            await Task.Delay(50, Stop);
    }

    /// <summary>An app that looks into its drop zone once, at its start.</summary>
    public sealed class EventsOnly : IAsyncLifetime
    {
        internal App App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await App.StartAsync(new()
        {
            ["AzureFunctionsLocal:BlobPollInterval"] = TimeSpan.FromDays(1).ToString("c", CultureInfo.InvariantCulture),
            ["AzureFunctionsJobHost:extensions:queues:visibilityTimeout"] = "00:00:00",
        });

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
