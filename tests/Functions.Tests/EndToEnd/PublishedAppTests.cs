using ServerlessSeg.LocalHost.Azurite;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>What <c>dotnet publish functions</c> gives is started once, and answers like what <c>dotnet build</c> gives. <c>.ci/run</c> publishes it.</summary>
public sealed class PublishedAppTests
{
    private const string Setting = "SERVERLESSSEG_PUBLISHED";

    private static readonly string[] Routes =
        ["customers/C00000001", "customers/C00000002", "customers/C00000042/explain", "customers/nobody", "segments?scheme=rfm8", "model", "cohorts", "runs/1999-01-01"];

    [Fact]
    public async Task PublishedApp_AnswersLikeTheBuiltOne()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        string published = Environment.GetEnvironmentVariable(Setting) ?? "";
        if (published.Length == 0)
            Assert.Skip($"{Setting} does not name the folder of a published app; .ci/run publishes one.");
        Assert.False(File.Exists(Path.Combine(published, "ServerlessSeg.LocalHost.dll")));
        string folder = Directory.CreateTempSubdirectory("serverlessseg-published-").FullName;
        await using (AzuriteProcess azurite = await AzuriteProcess.StartAsync(AzuriteInstall.Find(), folder, AzuritePorts.Free(), stopsWithParent: true, TextWriter.Null, stop))
        {
            Dictionary<string, string?> settings = new() { ["AzureWebJobsStorage"] = azurite.Ports.ConnectionString };
            await using (HostProcess drop = HostProcess.Launch(settings, ["--drop", Sample.Path, "--as-of", Sample.AsOf, "--exit", "--port", "0"], published))
            {
                int exitCode = await drop.WaitForExitAsync(stop);
                Assert.True(exitCode == 0, drop.Error + drop.Output);
            }
            Assert.Equal(await AnswersAsync(settings, HostProcess.AppFolder, stop), await AnswersAsync(settings, published, stop));
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<List<string>> AnswersAsync(Dictionary<string, string?> settings, string app, CancellationToken stop)
    {
        await using HostProcess host = await HostProcess.StartAsync(settings, app, stop);
        using var client = new HttpClient { BaseAddress = new Uri(host.Root, "api/") };
        List<string> answers = [];
        foreach (string route in Routes)
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(route, UriKind.Relative), stop);
            answers.Add($"{route} {(int)answer.StatusCode} {answer.Headers.ETag} {await answer.Content.ReadAsStringAsync(stop)}");
        }
        return answers;
    }
}
