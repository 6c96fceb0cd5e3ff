using System.Net;
using System.Net.Http.Json;
using System.Text;
using ServerlessSeg.Functions.Tests.Azurite;
using ServerlessSeg.Functions.Tests.LocalRuntime.Blobs;
using ServerlessSeg.Functions.Tests.LocalRuntime.Queues;
using ServerlessSeg.Functions.Tests.LocalRuntime.Timers;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Http;

public sealed class AdminEndpointTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Post_RunsATimerNow()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(TimerSamples)).StartAsync();

        HttpResponseMessage answer = await host.Client.PostAsync("/admin/functions/Nightly", content: null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("nightly past due: False", await host.Probe.NextAsync());
    }

    [Fact]
    public async Task Post_GivesAQueueFunctionItsInput()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(QueueSamples)).StartAsync();

        HttpResponseMessage answer = await host.Client.PostAsJsonAsync("/admin/functions/order", new { input = """{"number": 7, "item": "tea"}""" }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("order 7 tea", await host.Probe.NextAsync());
    }

    [Fact]
    public async Task Post_RunsABlobFunctionAgain()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(BlobSamples)).StartAsync();
        await host.Container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await host.Container.UploadBlobAsync("in/shop/a.csv", BinaryData.FromString("x"), TestContext.Current.CancellationToken);
        Assert.Equal("shop a.csv x", await host.Probe.NextAsync());

        await host.Client.PostAsJsonAsync("/admin/functions/Ingest", new { input = $"{host.Unique}/in/shop/a.csv" }, TestContext.Current.CancellationToken);

        Assert.Equal("shop a.csv x", await host.Probe.NextAsync());
    }

    [Fact]
    public async Task Post_ThatCannotRunAnything_SaysSo()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(TimerSamples), typeof(HttpSamples)).StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, await HttpFunctionsTests.StatusAsync(host, HttpMethod.Post, "/admin/functions/Nothing"));
        Assert.Equal(HttpStatusCode.BadRequest, await HttpFunctionsTests.StatusAsync(host, HttpMethod.Post, "/admin/functions/Greet"));
        HttpResponseMessage garbage = await host.Client.PostAsync("/admin/functions/Nightly", new StringContent("{", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, garbage.StatusCode);
    }

    [Fact]
    public async Task Keys_OnceConfigured_AreEnforced()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(TimerSamples)) { Settings = { ["FUNCTIONS_KEYS"] = "key", ["FUNCTIONS_MASTER_KEY"] = "master" } }.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await HttpFunctionsTests.StatusAsync(host, HttpMethod.Post, "/admin/functions/Nightly"));
        Assert.Equal(HttpStatusCode.Unauthorized, await HttpFunctionsTests.StatusAsync(host, HttpMethod.Post, "/admin/functions/Nightly", key: "key"));
        Assert.Equal(HttpStatusCode.Accepted, await HttpFunctionsTests.StatusAsync(host, HttpMethod.Post, "/admin/functions/Nightly?code=master"));
    }
}
