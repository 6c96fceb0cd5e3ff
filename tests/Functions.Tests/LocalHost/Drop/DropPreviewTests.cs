using ServerlessSeg.Functions.Tests.EndToEnd;

namespace ServerlessSeg.Functions.Tests.LocalHost.Drop;

/// <summary>The command <c>--preview</c> shows a file and ends: without storage, without a worker and without listening.</summary>
public sealed class DropPreviewTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serverlessseg-preview-");

    [Theory]
    [InlineData("customer,date,amount\nc,2025-01-01,1\nd,soon,2\n", null, 0)]
    [InlineData("customer,date,amount\nc,03/04/2025,1\n", null, 1)]
    [InlineData("customer,date,amount\nc,03/04/2025,1\n", """{"dayMonthOrder":"dayFirst"}""", 0)]
    [InlineData("customer,date,amount\nc,soon,1\nd,never,2\ne,2025-01-01,3\n", null, 1)]
    [InlineData("customer,date,amount\nc,soon,1\nd,never,2\ne,2025-01-01,3\n", """{"maximumRejectRate":1}""", 0)]
    [InlineData("city,temperature\nParis,21\n", null, 1)]
    [InlineData("customer,date,amount\nc,2025-01-01,1\n", """{"colums":{}}""", 1)]
    [InlineData("", null, 1)]
    public async Task Preview_EndsWithWhetherTheFileWouldBeRead(string text, string? mapping, int exitCode)
    {
        string file = Path.Combine(_folder.FullName, "export.csv");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        if (mapping is not null)
            await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "mapping.json"), mapping, TestContext.Current.CancellationToken);
        (int code, string error, string output) = await RunAsync("--preview", file);
        Assert.Equal((exitCode, ""), (code, error));
        Assert.StartsWith("export.csv: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_OfNoFile_IsToldInOneLine()
    {
        (int code, string error, string output) = await RunAsync("--preview", Path.Combine(_folder.FullName, "none.csv"));
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("There is no file", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_OfAFileSomebodyElseHolds_IsToldInOneLine()
    {
        string file = Path.Combine(_folder.FullName, "export.csv");
        await using FileStream held = new(file, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        (int code, string error, string output) = await RunAsync("--preview", file);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("cannot be read", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_OfAFolder_IsToldInOneLine()
    {
        (int code, string error, string output) = await RunAsync("--preview", _folder.FullName);
        Assert.Equal((2, ""), (code, output));
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("ServerlessSeg__TimeZone", "Mars/Base")]
    [InlineData("ServerlessSeg__MaximumRejectRate", "2")]
    public async Task Preview_UnderASettingThatCannotBeUsed_IsToldInOneLine(string setting, string value)
    {
        string file = Path.Combine(_folder.FullName, "export.csv");
        await File.WriteAllTextAsync(file, "customer,date,amount\nc,2025-01-01,1\n", TestContext.Current.CancellationToken);
        (int code, string error, string output) = await RunUnderAsync(new() { [setting] = value }, "--preview", file);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(setting, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Task<(int ExitCode, string Error, string Output)> RunAsync(params string[] arguments) => RunUnderAsync([], arguments);

    // At that storage nothing answers, and the port is one that nobody may take.
    private static async Task<(int ExitCode, string Error, string Output)> RunUnderAsync(Dictionary<string, string?> settings, params string[] arguments)
    {
        settings["AzureWebJobsStorage"] = "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://127.0.0.1:1";
        await using HostProcess host = HostProcess.Launch(settings, ["--port", "1", .. arguments]);
        int exitCode = await host.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (exitCode, host.Error, host.Output);
    }
}
