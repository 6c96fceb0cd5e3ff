using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Ingest;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.LocalHost.Azurite;

namespace ServerlessSeg.Functions.Tests.Ingest;

/// <summary>The services of the app over a storage emulator of their own, without host and triggers: a test says itself who reads what, and when.</summary>
internal sealed class IngestBench : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("serverlessseg-ingest-").FullName;
    private readonly List<IHost> _instances = [];
    private AzuriteProcess? _azurite;

    /// <summary>The clock of every instance; it begins at the time of the emulator, which stamps blobs.</summary>
    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public BatchTable Batches => First.GetRequiredService<BatchTable>();

    public IServiceProvider First => _instances[0].Services;

    private StorageConnection Storage => First.GetRequiredService<StorageConnection>();

    public BlobContainerClient Drops => Storage.Blobs.GetBlobContainerClient(StorageNames.Transactions);

    public static async Task<IngestBench> StartAsync(int instances = 1, Dictionary<string, string?>? settings = null)
    {
        var bench = new IngestBench();
        bench._azurite = await AzuriteProcess.StartAsync(
            AzuriteInstall.Find(), bench._folder, AzuritePorts.Free(), stopsWithParent: true, TextWriter.Null, TestContext.Current.CancellationToken);
        for (int i = 0; i < instances; i++)
        {
            HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(settings ?? []) { ["AzureWebJobsStorage"] = bench._azurite.Ports.ConnectionString });
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<TimeProvider>(bench.Clock);
            builder.AddServerlessSeg();
            bench._instances.Add(builder.Build());
        }
        await new StoragePreparation(bench.Storage).StartAsync(TestContext.Current.CancellationToken);
        return bench;
    }

    public T Get<T>(int instance = 0)
        where T : notnull => _instances[instance].Services.GetRequiredService<T>();

    /// <summary>Puts a file into the drop zone, or anywhere else, and tells nobody.</summary>
    public async Task<BlobContentInfo> PutAsync(string name, string content, string container = StorageNames.Transactions) =>
        await Storage.Blobs.GetBlobContainerClient(container).GetBlobClient(name).UploadAsync(BinaryData.FromString(content), overwrite: true, TestContext.Current.CancellationToken);

    /// <summary>Lets an instance take a file in, as the trigger does.</summary>
    public Task IngestAsync(string name, int instance = 0, bool again = false) =>
        Get<PatientIngest>(instance).RunAsync(DropName.Of(name), again, TestContext.Current.CancellationToken);

    /// <summary>The row of a file.</summary>
    public Task<BatchRow?> RowAsync(string name, bool refused = false) =>
        Batches.FindAsync(DropName.Of(name).Source, DropName.Of(name).File, refused, TestContext.Current.CancellationToken);

    /// <summary>Rows in the ledger that count, read from the files that the rows name: it throws where a file is gone.</summary>
    public async Task<long> LedgerRowsAsync()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        long rows = 0;
        await using LedgerMerge merge = await LedgerMerge.OpenAsync(
            Get<ILedgerStore>(), BatchCatalogue.CommittedFiles(await Batches.ListAsync(stop)), KeyRange.All, [], stop);
        while (await merge.ReadAsync(stop))
            rows += merge.Current.Lines.Length;
        return rows;
    }

    /// <summary>Names of the blobs in a container.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string container)
    {
        List<string> names = [];
        await foreach (BlobItem blob in Storage.Blobs.GetBlobContainerClient(container).GetBlobsAsync(cancellationToken: TestContext.Current.CancellationToken))
            names.Add(blob.Name);
        return names;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IHost instance in _instances)
            instance.Dispose();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
