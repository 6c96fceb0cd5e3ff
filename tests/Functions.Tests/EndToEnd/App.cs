using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Lookup;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.LocalRuntime.Azurite;
using ServerlessSeg.LocalRuntime.Hosting;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>The whole app on the local runtime, with a storage emulator of its own: empty at first, and gone at the end.</summary>
internal sealed class App : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("serverlessseg-app-").FullName;
    private AzuriteProcess? _azurite;
    private IHost? _host;

    public HttpClient Client { get; } = new();

    public IServiceProvider Services => _host!.Services;

    public BatchTable Batches => Services.GetRequiredService<BatchTable>();

    public ISnapshotStore Store => Services.GetRequiredService<ISnapshotStore>();

    public string ConnectionString => _azurite!.Ports.ConnectionString;

    public static async Task<App> StartAsync(Dictionary<string, string?>? settings = null)
    {
        var app = new App();
        app._azurite = await AzuriteProcess.StartAsync(
            AzuriteInstall.Find(), app._folder, AzuritePorts.Free(), stopsWithParent: true, TextWriter.Null, TestContext.Current.CancellationToken);
        var error = new StringWriter();
        var builder = new FunctionsApplicationBuilder(new LocalHostOptions
        {
            FunctionTypes = typeof(CustomersApi).Assembly.GetExportedTypes(),
            Arguments = ["--port", "0"],
            Settings = new Dictionary<string, string?>(settings ?? [])
            {
                ["AzureWebJobsStorage"] = app.ConnectionString,
                ["AzureFunctionsLocal:BlobPollInterval"] = "00:00:00.05",
                ["AzureFunctionsLocal:QueuePollInterval"] = "00:00:00.05",
            },
            Output = TextWriter.Null,
            Error = error,
        });
        builder.Logging.ClearProviders();
        builder.AddServerlessSeg();
        app._host = builder.Build();
        await app._host.StartAsync(TestContext.Current.CancellationToken);
        Uri root = ((LocalHost)app._host).Address?.Root ?? throw new InvalidOperationException($"The host did not start: {error}");
        app.Client.BaseAddress = new Uri(root, "api/");
        return app;
    }

    /// <summary>Drops a file and waits until it was taken in.</summary>
    public async Task<BatchRow> DropAsync(string path, BinaryData content)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        BlobClient blob = Services.GetRequiredService<StorageConnection>().Blobs.GetBlobContainerClient(StorageNames.Transactions).GetBlobClient(path);
        BlobContentInfo written = await blob.UploadAsync(content, overwrite: true, stop);
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        while (true)
        {
            foreach (bool refused in new[] { false, true })
            {
                BatchRow? row = await Services.GetRequiredService<BatchTable>().FindAsync(path[..slash], path[(slash + 1)..], refused, stop);
                if (row?.BlobETag == written.ETag.ToString())
                    return row;
            }
            await Task.Delay(50, stop);
        }
    }

    /// <summary>Uploads into the drop zone and waits for nothing.</summary>
    public async Task PutAsync(string path, string content) => await Services.GetRequiredService<StorageConnection>().Blobs
        .GetBlobContainerClient(StorageNames.Transactions).GetBlobClient(path)
        .UploadAsync(BinaryData.FromString(content), overwrite: true, TestContext.Current.CancellationToken);

    /// <summary>Deletes a file of the drop zone.</summary>
    public async Task RemoveAsync(string path) => await Services.GetRequiredService<StorageConnection>().Blobs
        .GetBlobContainerClient(StorageNames.Transactions).GetBlobClient(path).DeleteAsync(cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Waits for the row of a file that answers to a condition.</summary>
    public async Task<BatchRow> BatchUnderAsync(string source, string file, Func<BatchRow, bool> condition, bool refused = false)
    {
        while (true)
        {
            if (await Batches.FindAsync(source, file, refused, TestContext.Current.CancellationToken) is { } row && condition(row))
                return row;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Drops a file from the disk.</summary>
    public async Task<BatchRow> DropFileAsync(string file) =>
        await DropAsync("test/" + Path.GetFileName(file), BinaryData.FromBytes(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));

    /// <summary>Puts a file into the configuration, or takes it out.</summary>
    public async Task ConfigureAsync(string path, string? content)
    {
        BlobClient blob = Services.GetRequiredService<StorageConnection>().Blobs.GetBlobContainerClient(StorageNames.Configuration).GetBlobClient(path);
        if (content is null)
            await blob.DeleteAsync(cancellationToken: TestContext.Current.CancellationToken);
        else
            await blob.UploadAsync(BinaryData.FromString(content), overwrite: true, TestContext.Current.CancellationToken);
    }

    /// <summary>Requests a run and waits for its end.</summary>
    public async Task<RunRow> RunAsync(string asOf)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        RunRow run = await Services.GetRequiredService<RunRequests>()
            .RequestAsync(DateOnly.ParseExact(asOf, "yyyy-MM-dd", CultureInfo.InvariantCulture), "test", stop);
        while (run.Status is RunStatus.Queued or RunStatus.Running)
        {
            await Task.Delay(50, stop);
            run = (await Services.GetRequiredService<RunTable>().FindAsync(run.Id, stop))!;
        }
        Services.GetRequiredService<LiveSnapshot>().Forget();
        return run;
    }

    public async Task<JsonNode> GetAsync(string route) =>
        JsonNode.Parse(await Client.GetStringAsync(new Uri(route, UriKind.Relative), TestContext.Current.CancellationToken))!;

    public async Task<HttpResponseMessage> PostAsync(string route, string body) => await Client.PostAsync(
        new Uri(route, UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    /// <summary>Every value that a snapshot holds, customer by customer, in a form that can be compared.</summary>
    public Task<IReadOnlyList<string>> SnapshotAsync(RunId run) => SnapshotValues.ReadAsync(Services.GetRequiredService<ISnapshotStore>(), run);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_host is not null)
        {
            await _host.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)_host).DisposeAsync();
        }
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
