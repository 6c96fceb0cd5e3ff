using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Drop;
using ServerlessSeg.Functions.Lookup;
using ServerlessSeg.LocalRuntime.Hosting;

namespace ServerlessSeg.Functions.Tests.Drop;

/// <summary>The command <c>--preview</c> shows a file and ends: without storage, and without listening.</summary>
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
        (int? code, string error, string output) = await RunAsync("--preview", file);
        Assert.Equal((exitCode, "", ""), (code, error, output));
    }

    [Fact]
    public async Task Preview_OfNoFile_IsToldInOneLine()
    {
        (int? code, string error, string output) = await RunAsync("--preview", Path.Combine(_folder.FullName, "none.csv"));
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("There is no file", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_OfAFileSomebodyElseHolds_IsToldInOneLine()
    {
        string file = Path.Combine(_folder.FullName, "export.csv");
        await using FileStream held = new(file, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        (int? code, _, string output) = await RunAsync("--preview", file);
        Assert.Equal((1, ""), (code, output));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // At that storage nothing answers, and the port is one that nobody may take.
    private static async Task<(int? ExitCode, string Error, string Output)> RunAsync(params string[] arguments)
    {
        int? exitCode = null;
        await using var error = new StringWriter();
        await using var output = new StringWriter();
        var builder = new FunctionsApplicationBuilder(new LocalHostOptions
        {
            FunctionTypes = typeof(CustomersApi).Assembly.GetExportedTypes(),
            Arguments = ["--port", "1", .. arguments],
            Command = new DropCommand(),
            Settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://127.0.0.1:1" },
            Error = error,
            Output = output,
            SetExitCode = code => exitCode = code,
        });
        builder.Logging.ClearProviders();
        builder.AddServerlessSeg();
        using IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.WaitForShutdownAsync(TestContext.Current.CancellationToken);
        return (exitCode, error.ToString(), output.ToString());
    }
}
