using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ServerlessSeg.Functions.Tests.Azurite;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Http;

public sealed class HttpFunctionsTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task RouteValues_AreBoundByName()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)).StartAsync();

        JsonElement answer = await host.Client.GetFromJsonAsync<JsonElement>("/api/customers/17850.0/orders/42?q=x", TestContext.Current.CancellationToken);

        Assert.Equal("17850.0", answer.GetProperty("id").GetString());
        Assert.Equal(42, answer.GetProperty("number").GetInt32());
        Assert.Equal("x", answer.GetProperty("query").GetString());
        Assert.Equal("17850.0", answer.GetProperty("captured").GetString());
    }

    [Fact]
    public async Task RoutePrefix_IsTakenFromTheHostFile()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)) { Settings = { ["AzureFunctionsJobHost__extensions__http__routePrefix"] = "" } }.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, HttpMethod.Get, "/Action"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(host, HttpMethod.Get, "/api/Action"));
    }

    [Fact]
    public async Task Requests_ThatNoFunctionAnswers_AreRefused()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)).StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(host, HttpMethod.Get, "/api/nothing"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await StatusAsync(host, HttpMethod.Get, "/api/greet"));
    }

    [Fact]
    public async Task Body_IsReadAsJson()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)).StartAsync();

        HttpResponseMessage answer = await host.Client.PostAsJsonAsync("/api/greet", new Greeting("Ada", 1), TestContext.Current.CancellationToken);

        Assert.Equal(new Greeting("Ada", 2), await answer.Content.ReadFromJsonAsync<Greeting>(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("{\"name\":")]
    [InlineData("{\"name\": \"Ada\", \"times\": \"often\"}")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Body_ThatIsNotTheJsonWanted_GivesAProblem(string body)
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)).StartAsync();

        HttpResponseMessage answer = await host.Client.PostAsync("/api/greet", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "urn:serverlessseg:problem:invalid-body");
        Assert.False(host.Probe.TryNext(out _));
    }

    [Fact]
    public async Task RouteValue_OfTheWrongType_GivesAProblem()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)).StartAsync();

        HttpResponseMessage answer = await host.Client.GetAsync("/api/customers/1/orders/many", TestContext.Current.CancellationToken);

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "urn:serverlessseg:problem:invalid-route-value");
    }

    [Fact]
    public async Task ActionResult_IsWritten()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)).StartAsync();

        Assert.Equal(new Greeting("action", 1), await host.Client.GetFromJsonAsync<Greeting>("/api/Action", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Exception_GivesAProblemWithoutItsDetails()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)).StartAsync();

        HttpResponseMessage answer = await host.Client.GetAsync("/api/Fails", TestContext.Current.CancellationToken);

        await AssertProblemAsync(answer, HttpStatusCode.InternalServerError, "urn:serverlessseg:problem:internal");
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_OnceConfigured_AreEnforced()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)) { Settings = { ["FUNCTIONS_KEYS"] = "first, second" } }.StartAsync();
        const string function = "/api/customers/1/orders/1";

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, HttpMethod.Get, function));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, HttpMethod.Get, function + "?code=third"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, HttpMethod.Get, function + "?code=second"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, HttpMethod.Get, function, key: "first"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, HttpMethod.Get, function, key: "third"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, HttpMethod.Get, "/api/Action"));
    }

    [Fact]
    public async Task Stop_CancelsARunningRequest()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)).StartAsync();
        Task<HttpResponseMessage> request = host.Client.GetAsync("/api/Waits", TestContext.Current.CancellationToken);
        Assert.Equal("waiting", await host.Probe.NextAsync());

        await host.StopAsync();

        Assert.Equal("cancelled", await host.Probe.NextAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await request).StatusCode);
    }

    internal static async Task<HttpStatusCode> StatusAsync(LocalTestHost host, HttpMethod method, string path, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
            request.Headers.Add("x-functions-key", key);
        using HttpResponseMessage answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string type)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(type, problem.GetProperty("type").GetString());
    }
}
