using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessSeg.LocalHost.Azurite;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Starts and ends of host and worker, with keys and without.</summary>
public sealed class HostLifeTests(HostLifeTests.Emulator emulator) : IClassFixture<HostLifeTests.Emulator>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WorkerThatIsKilled_IsStartedAgain_AndTheHostWithBoth_EndsInOrder()
    {
        HostProcess host = await HostProcess.StartAsync(emulator.Settings, Stop);
        await using (host)
        {
            using var client = new HttpClient { BaseAddress = host.Root };
            int first = host.WorkerId!.Value;
            for (int i = 0; i < 3; i++)
            {
                host.KillWorker();
                // Asked at once: the request waits for the next worker, unless it was passed on to the one that was just dying.
                while (await client.GetAsync(new Uri("api/health", UriKind.Relative), Stop) is { IsSuccessStatusCode: false } failed)
                    Assert.InRange((int)failed.StatusCode, 500, 503);
            }
            Assert.NotEqual(first, host.WorkerId);
            Assert.Contains("The worker is started again", host.Output, StringComparison.Ordinal);
        }
        Assert.Equal(0, host.ExitCodeAtEnd);
    }

    [Fact]
    public async Task Keys_OpenWhatTheyAreFor()
    {
        Dictionary<string, string?> settings = new(emulator.Settings) { ["FUNCTIONS_KEYS"] = "one,two", ["FUNCTIONS_MASTER_KEY"] = "master" };
        await using HostProcess host = await HostProcess.StartAsync(settings, Stop, "--host", "0.0.0.0");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{host.Root.Port}/") };
        (string Path, string? Key, HttpStatusCode Status)[] expected =
        [
            ("api/health", null, HttpStatusCode.OK),
            ("api/runs", null, HttpStatusCode.Unauthorized),
            ("api/runs", "three", HttpStatusCode.Unauthorized),
            ("api/runs", "one", HttpStatusCode.OK),
            ("api/runs?code=two", null, HttpStatusCode.OK),
            ("api/runs", "master", HttpStatusCode.OK),
            ("admin/host/status", null, HttpStatusCode.Unauthorized),
            ("admin/host/status", "one", HttpStatusCode.Unauthorized),
            ("admin/host/status?code=master", null, HttpStatusCode.OK),
            ("admin/host/status", "master", HttpStatusCode.OK),
            ("admin/nothing", null, HttpStatusCode.Unauthorized),
            ("runtime/webhooks/blobs", "one", HttpStatusCode.Unauthorized),
        ];
        foreach ((string path, string? key, HttpStatusCode status) in expected)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
            if (key is not null)
                request.Headers.Add("x-functions-key", key);
            using HttpResponseMessage answer = await client.SendAsync(request, Stop);
            Assert.Equal((path, key, status), (path, key, answer.StatusCode));
            bool isAdmin = !path.StartsWith("api", StringComparison.Ordinal);
            Assert.Equal(status == HttpStatusCode.Unauthorized && isAdmin, answer.Headers.WwwAuthenticate.Any(static scheme => scheme.Scheme == "Bearer"));
        }
    }

    [Fact]
    public async Task TimerThatWasMissedWhileNothingRan_RunsAtTheStart_Once()
    {
        BlobContainerClient own = new BlobServiceClient(emulator.ConnectionString).GetBlobContainerClient("azure-webjobs-hosts");
        await own.CreateIfNotExistsAsync(cancellationToken: Stop);
        BlobClient status = own.GetBlobClient("timers/local/ResegmentOnSchedule/status");
        const string Missed = """{"Last":"2020-01-01T03:00:00Z","Next":"2020-02-01T03:00:00Z","LastUpdated":"2020-01-01T03:00:00Z"}""";
        await status.UploadAsync(BinaryData.FromString(Missed), overwrite: true, Stop);
        for (int start = 0; start < 2; start++)
        {
            await using HostProcess host = await HostProcess.StartAsync(emulator.Settings, Stop);
            while (start == 0 && !host.Output.Contains("The scheduled run was skipped", StringComparison.Ordinal))
                await Task.Delay(50, Stop);
            JsonNode now;
            do
            {
                await Task.Delay(50, Stop);
                BlobDownloadResult content = await status.DownloadContentAsync(Stop);
                now = JsonNode.Parse(content.Content.ToString())!;
            }
            while ((DateTime)now["Next"]! < new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            await host.StopAsync();
            Assert.Equal(start == 0, host.Output.Contains("The scheduled run was skipped", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Drop_OfAFileThatIsRefused_EndsWith1AndSaysWhy()
    {
        string folder = Directory.CreateTempSubdirectory("serverlessseg-drop-").FullName;
        string file = Path.Combine(folder, "weather.csv");
        await File.WriteAllTextAsync(file, "city,temperature\nParis,21\n", Encoding.UTF8, Stop);
        await using HostProcess host = HostProcess.Launch(emulator.Settings, ["--drop", file, "--source", "refused", "--exit", "--port", "0"]);
        Assert.Equal(1, await host.WaitForExitAsync(Stop));
        Assert.Contains("weather.csv: quarantined", host.Output, StringComparison.Ordinal);
        Assert.Contains("  problem: ", host.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was accepted, so there is nothing to score", host.Error, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Storage for hosts that come and go.</summary>
    public sealed class Emulator : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("serverlessseg-host-").FullName;
        private AzuriteProcess? _azurite;

        public string ConnectionString => _azurite!.Ports.ConnectionString;

        public Dictionary<string, string?> Settings => new() { ["AzureWebJobsStorage"] = ConnectionString };

        public async ValueTask InitializeAsync() =>
            _azurite = await AzuriteProcess.StartAsync(AzuriteInstall.Find(), _folder, AzuritePorts.Free(), stopsWithParent: true, TextWriter.Null, Stop);

        public async ValueTask DisposeAsync()
        {
            if (_azurite is not null)
                await _azurite.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
