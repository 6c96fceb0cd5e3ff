using System.Net;
using System.Net.Sockets;
using ServerlessSeg.Functions.Tests.EndToEnd;

namespace ServerlessSeg.Functions.Tests.LocalHost.Hosting;

/// <summary>Starts that end at once, each told in one line and before anything runs.</summary>
public sealed class HostProgramTests
{
    [Theory]
    [InlineData("'--wrong' is not understood", "--wrong")]
    [InlineData("'drop.csv' is not understood", "drop.csv")]
    [InlineData("--port takes a number", "--port")]
    [InlineData("--port takes a number", "--port=70000")]
    [InlineData("--host takes an IP address", "--host=here")]
    [InlineData("set FUNCTIONS_KEYS", "--host=0.0.0.0")]
    [InlineData("set FUNCTIONS_KEYS", "--host", "::")]
    [InlineData("--drop needs at least one file", "--drop")]
    [InlineData("There is no file", "--drop", "/no/such/file.csv")]
    [InlineData("--as-of and --exit go with --drop", "--exit")]
    [InlineData("is not a date", "--drop", "--as-of", "yesterday")]
    [InlineData("without a slash", "--preview", "/etc/hostname", "--source", "a/b")]
    public async Task WrongArguments_AreToldInOneLine(string line, params string[] arguments)
    {
        (int code, string error, string output) = await RunAsync([], arguments);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(line, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderWithoutAnApp_IsToldInOneLine()
    {
        string folder = Directory.CreateTempSubdirectory("serverlessseg-noapp-").FullName;
        (int code, string error, string output) = await RunAsync([], ["--port", "0"], folder);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("There is no built app", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Directory.Delete(folder);
    }

    [Fact]
    public async Task PortThatIsTaken_IsToldInOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        (int code, string error, string output) = await RunAsync([], [$"--port={port}"]);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("choose another port", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SettingsThatTheAppRefuses_AreAllTold()
    {
        (int code, string error, _) = await RunAsync(new() { ["RESEGMENT_SCHEDULE"] = "0 0 22-2 * * *", ["ServerlessSeg:Colour"] = "red" }, ["--port", "0"]);
        Assert.Equal(1, code);
        Assert.Contains("RESEGMENT_SCHEDULE '0 0 22-2 * * *'", error, StringComparison.Ordinal);
        Assert.Contains("There is no setting ServerlessSeg__Colour", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    // At that storage nothing answers.
    private static async Task<(int ExitCode, string Error, string Output)> RunAsync(Dictionary<string, string?> settings, string[] arguments, string? app = null)
    {
        settings["AzureWebJobsStorage"] = "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://127.0.0.1:1";
        await using HostProcess host = HostProcess.Launch(settings, arguments, app);
        int exitCode = await host.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (exitCode, host.Error, host.Output);
    }
}
