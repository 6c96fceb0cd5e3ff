using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.LocalHost.Azurite;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>
/// The whole app as it is built: the host program and the worker in processes of their own, with a storage emulator of their own, empty at first and gone at
/// the end. Beside them the app's services in this process, over the same storage.
/// </summary>
internal sealed class App : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("serverlessseg-app-").FullName;
    private AzuriteProcess? _azurite;
    private IHost? _services;
    private HostProcess? _host;
    private LiveSnapshotHandler? _handler;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The host's process.</summary>
    public HostProcess Host => _host!;

    public IServiceProvider Services => _services!.Services;

    public BatchTable Batches => Services.GetRequiredService<BatchTable>();

    public ISnapshotStore Store => Services.GetRequiredService<ISnapshotStore>();

    public string ConnectionString => _azurite!.Ports.ConnectionString;

    public static async Task<App> StartAsync(Dictionary<string, string?>? settings = null)
    {
        var app = new App();
        try
        {
            app._azurite = await AzuriteProcess.StartAsync(
                AzuriteInstall.Find(), app._folder, AzuritePorts.Free(), stopsWithParent: true, TextWriter.Null, TestContext.Current.CancellationToken);
            Dictionary<string, string?> all = new(settings ?? []) { ["AzureWebJobsStorage"] = app.ConnectionString };
            app._services = AppServices.Create(all);
            app._host = await HostProcess.StartAsync(all, TestContext.Current.CancellationToken);
            app._handler = new LiveSnapshotHandler(app.Store, new Uri(app._host.Root, "api/health"));
            app.Client = new HttpClient(app._handler) { BaseAddress = new Uri(app._host.Root, "api/") };
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
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
        // The worker looks at the pointer every few seconds only.
        _handler!.Refresh();
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
        Client?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        _services?.Dispose();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
