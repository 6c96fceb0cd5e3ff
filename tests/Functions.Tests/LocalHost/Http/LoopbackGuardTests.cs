using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.LocalHost.Http;

namespace ServerlessSeg.Functions.Tests.LocalHost.Http;

public sealed class LoopbackGuardTests
{
    [Theory]
    [InlineData("GET", "localhost:7071", null, true)]
    [InlineData("GET", "LocalHost:7071", null, true)]
    [InlineData("GET", "127.0.0.1:7071", null, true)]
    [InlineData("GET", "[::1]:7071", null, true)]
    [InlineData("GET", "evil.example:7071", null, false)]
    [InlineData("GET", "localhost.evil.example:7071", null, false)]
    [InlineData("GET", "localhost", null, false)]
    [InlineData("GET", "localhost:80", null, false)]
    [InlineData("GET", "", null, false)]
    [InlineData("POST", "localhost:7071", null, true)]
    [InlineData("POST", "localhost:7071", "http://localhost:7071", true)]
    [InlineData("POST", "localhost:7071", "http://127.0.0.1:7071", true)]
    [InlineData("POST", "localhost:7071", "https://evil.example", false)]
    [InlineData("POST", "localhost:7071", "http://localhost:3000", false)]
    [InlineData("POST", "localhost:7071", "https://localhost:7071", false)]
    [InlineData("POST", "localhost:7071", "null", false)]
    [InlineData("DELETE", "localhost:7071", "https://evil.example", false)]
    [InlineData("GET", "localhost:7071", "https://evil.example", true)]
    public async Task InvokeAsync_WithoutKeys_TakesOwnRequestsOnly(string method, string host, string? origin, bool isTaken)
    {
        (bool taken, int status) = await RunAsync(null, method, host, origin);
        Assert.Equal((isTaken, isTaken ? 200 : 403), (taken, status));
    }

    [Fact]
    public async Task InvokeAsync_WithKeys_LeavesItToThem() => Assert.Equal((true, 200), await RunAsync("key", "POST", "segments.example", "https://shop.example"));

    private static async Task<(bool Taken, int Status)> RunAsync(string? key, string method, string host, string? origin)
    {
        bool taken = false;
        var guard = new LoopbackGuard(FunctionKeys.Read(new ConfigurationBuilder().AddInMemoryCollection([new(FunctionKeys.Setting, key)]).Build()));
        await using ServiceProvider services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services };
        http.Connection.LocalPort = 7071;
        http.Request.Method = method;
        http.Request.Host = new HostString(host);
        if (origin is not null)
            http.Request.Headers.Origin = origin;
        await guard.InvokeAsync(http, _ =>
        {
            taken = true;
            return Task.CompletedTask;
        });
        return (taken, http.Response.StatusCode);
    }
}
