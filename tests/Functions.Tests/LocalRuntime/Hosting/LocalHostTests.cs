using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Functions.Tests.Azurite;
using ServerlessSeg.Functions.Tests.LocalRuntime.Http;
using ServerlessSeg.Functions.Tests.LocalRuntime.Timers;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Hosting;

public sealed class LocalHostTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task PortInUse_IsToldInOneLine_WithExitCode1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(StartupTimer)) { Arguments = ["--port", port] }.StartAsync();

        await host.WaitForShutdownAsync();

        Assert.Equal(1, host.ExitCode);
        string line = Assert.Single(host.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(port, line, StringComparison.Ordinal);
        Assert.Contains("--port", line, StringComparison.Ordinal);
        Assert.False(host.Probe.TryNext(out _));
    }

    [Fact]
    public async Task AnotherAddress_WithKeys_IsAllowed()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)) { Arguments = ["--port", "0", "--host", "0.0.0.0"], Settings = { ["FUNCTIONS_KEYS"] = "key" } }.StartAsync();

        Assert.Null(host.ExitCode);
    }

    [Theory]
    [InlineData(typeof(TwoTriggers), "exactly one")]
    [InlineData(typeof(SameNames), "must be unique")]
    [InlineData(typeof(UnknownParameter), "'other'")]
    [InlineData(typeof(PlainResult), "IResult")]
    [InlineData(typeof(MissingSetting), "'NOT_SET'")]
    [InlineData(typeof(QueueOutput), "[QueueOutput]")]
    public async Task FunctionThatCannotRun_IsToldInOneLine(Type functions, string line)
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, functions).StartAsync();

        Assert.Equal(1, host.ExitCode);
        Assert.Contains(line, Assert.Single(host.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    public static class TwoTriggers
    {
        [Function("Two")]
        public static void Run([TimerTrigger("0 0 3 * * *")] TimerInfo timer, [QueueTrigger("q")] string message) => _ = (timer, message);
    }

    public static class SameNames
    {
        [Function("Same")]
        public static void One([TimerTrigger("0 0 3 * * *")] TimerInfo timer) => _ = timer;

        [Function("same")]
        public static void Two([TimerTrigger("0 0 3 * * *")] TimerInfo timer) => _ = timer;
    }

    public static class UnknownParameter
    {
        [Function("Unknown")]
        public static IResult Run([HttpTrigger(Route = "a/{id}")] HttpRequest request, string id, string other) => Results.Json(new { request.Path, id, other });
    }

    public static class PlainResult
    {
        [Function("Plain")]
        public static Task<string> RunAsync([HttpTrigger] HttpRequest request) => Task.FromResult(request.Path.ToString());
    }

    public static class MissingSetting
    {
        [Function("Missing")]
        public static void Run([TimerTrigger("%NOT_SET%")] TimerInfo timer) => _ = timer;
    }

    public static class QueueOutput
    {
        [Function("Output")]
        [QueueOutput("q")]
        public static string Run([TimerTrigger("0 0 3 * * *")] TimerInfo timer) => timer.ToString()!;
    }
}
