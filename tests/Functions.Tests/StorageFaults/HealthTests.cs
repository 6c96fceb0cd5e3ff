using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Functions.Lookup;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.StorageFaults.Proxy;
using ServerlessSeg.StorageFaults.Scenarios;

namespace ServerlessSeg.Functions.Tests.StorageFaults;

/// <summary>Health says so while storage is away, and why.</summary>
public sealed class HealthTests(FaultsFixture faults) : IClassFixture<FaultsFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageService.Blob, "Blob storage: Storage answered 503")]
    [InlineData(StorageService.Table, "Table storage: Storage answered 503")]
    [InlineData(StorageService.Queue, "Queue storage: Storage answered 503")]
    public async Task OneServiceAway_503WithTheReason_AndHealthyAgainAfterwards(StorageService service, string reason)
    {
        await using ScenarioApp app = await faults.Runner.NewAppAsync(null, null, Stop);
        await app.PrepareAsync(Stop);
        (int status, JsonNode body) = await HealthAsync(app);
        Assert.Equal((200, "healthy"), (status, (string?)body["status"]));
        app.Traffic.Begin(new Away(service));
        (status, body) = await HealthAsync(app);
        Assert.Equal((503, "urn:serverlessseg:problem:storage-unavailable"), (status, (string?)body["type"]));
        Assert.StartsWith(reason, (string?)body["detail"], StringComparison.Ordinal);
        // Open to everybody: no account, no address.
        Assert.DoesNotContain("127.0.0.1", body.ToJsonString(), StringComparison.Ordinal);
        app.Traffic.Begin(null);
        Assert.Equal(200, (await HealthAsync(app)).Status);
    }

    [Fact]
    public async Task StartedWithoutStorage_503UntilEverythingIsThere()
    {
        await using ScenarioApp app = await faults.Runner.NewAppAsync(ScenarioRunner.Hasty with { AnswerPatience = TimeSpan.Zero }, null, Stop);
        var away = new Away(StorageService.Blob);
        app.Traffic.Begin(away);
        Task prepared = app.PrepareAsync(Stop);
        // What else happens at a start ends too, and throws nothing.
        await ActivatorUtilities.CreateInstance<ConfigurationCheck>(app.Services).StartAsync(Stop);
        (int status, JsonNode body) = await HealthAsync(app);
        Assert.Equal(503, status);
        Assert.Contains("which the app makes when it starts", (string?)body["detail"], StringComparison.Ordinal);
        Assert.False(prepared.IsCompleted);
        app.Traffic.Begin(null);
        await prepared;
        Assert.Equal(200, (await HealthAsync(app)).Status);
    }

    private static async Task<(int Status, JsonNode Body)> HealthAsync(ScenarioApp app)
    {
        var context = new DefaultHttpContext { RequestServices = app.Services };
        using var body = new MemoryStream();
        context.Response.Body = body;
        IResult result = await ActivatorUtilities.CreateInstance<HealthApi>(app.Services).GetAsync(context.Request, Stop);
        await result.ExecuteAsync(context);
        return (context.Response.StatusCode, JsonNode.Parse(body.ToArray())!);
    }

    private sealed class Away(StorageService service) : IFaultPlan
    {
        public FaultKind? Judge(StorageRequest request) => request.Service == service ? FaultKind.Unavailable : null;
    }
}
