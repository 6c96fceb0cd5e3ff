using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Ingest;
using ServerlessSeg.Functions.Lookup;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Telemetry;
using ServerlessSeg.Functions.Tests.EndToEnd;
using ServerlessSeg.LocalHost.Azurite;

namespace ServerlessSeg.Functions.Tests.Telemetry;

public sealed class InstrumentsTests
{
    [Fact]
    public async Task DropRunAndLookup_AreMeasured()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Instruments.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(activities);
        CancellationToken stop = TestContext.Current.CancellationToken;
        string folder = Directory.CreateTempSubdirectory("serverlessseg-instruments-").FullName;
        await using AzuriteProcess azurite = await AzuriteProcess.StartAsync(AzuriteInstall.Find(), folder, AzuritePorts.Free(), stopsWithParent: true, TextWriter.Null, stop);
        // The functions' own code in this process: meters and spans do not leave the worker's.
        using IHost host = AppServices.Create(new() { ["AzureWebJobsStorage"] = azurite.Ports.ConnectionString });
        IServiceProvider services = host.Services;
        using var recording = new Recording(services);
        await services.GetRequiredService<StoragePreparation>().StartAsync(stop);
        BlobClient blob = services.GetRequiredService<StorageConnection>().Blobs.GetBlobContainerClient(StorageNames.Transactions).GetBlobClient("test/sample.csv");
        await blob.UploadAsync(Sample.Path, stop);

        await services.GetRequiredService<DropIngest>().RunAsync(DropName.Of("test/sample.csv"), again: false, stop);
        RunId id = (await services.GetRequiredService<RunRequests>().RequestAsync(DateOnly.ParseExact(Sample.AsOf, "yyyy-MM-dd", CultureInfo.InvariantCulture), "test", stop)).Id;
        await services.GetRequiredService<RunExecutor>().ExecuteAsync(id, stop);
        RunRow run = (await services.GetRequiredService<RunTable>().FindAsync(id, stop))!;
        Assert.Equal(RunStatus.Published, run.Status);
        var customers = ActivatorUtilities.CreateInstance<CustomersApi>(services);
        await customers.GetAsync(Request(""), "C00000001", stop);
        await customers.LookupAsync(Request("""{"ids":["C00000001"]}"""), stop);
        await ActivatorUtilities.CreateInstance<HealthApi>(services).GetAsync(Request(""), stop);

        RowCounts rows = BatchReport.FromJson(Assert.Single(await services.GetRequiredService<BatchTable>().ListAsync(stop)).Report).Rows;
        Assert.Equal(
            [("outcome=accepted", (double)rows.Accepted), ("outcome=rejected", (double)rows.Rejected)],
            recording.Of("serverlessseg.ingest.rows").Select(static m => (m.Tags, m.Value)));
        Assert.Equal(new FileInfo(Sample.Path).Length, Assert.Single(recording.Of("serverlessseg.ingest.bytes")).Value);

        IReadOnlyList<Measured> steps = recording.Of("serverlessseg.run.step.duration");
        Assert.Equal(["step=summarise", "step=fit", "step=score", "step=publish"], steps.Select(static m => m.Tags));
        Assert.All(steps, static m => Assert.True(m.Value > 0));
        Assert.Equal(run.Customers!.Value, Assert.Single(recording.Of("serverlessseg.run.customers")).Value);
        Assert.Equal(run.Customers.Value / steps[^1].Value, Assert.Single(recording.Of("serverlessseg.publish.rate")).Value, 6);

        await using Stream published = (await services.GetRequiredService<ISnapshotStore>().OpenFileAsync(id, "model.json", stop))!;
        JsonNode model = (await JsonNode.ParseAsync(published, cancellationToken: stop))!;
        IEnumerable<JsonNode> fits = model["models"]!.AsArray().Append(model["spend"]).OfType<JsonNode>();
        Assert.Equal(fits.Select(static m => $"model={m["name"]} verdict={m["verdict"]}"), recording.Of("serverlessseg.model.verdict").Select(static m => m.Tags));

        Assert.Equal(2, recording.Of("serverlessseg.lookup.duration").Count);
        Assert.NotEmpty(recording.Of("serverlessseg.snapshot.age"));
        string[] names = [.. spans.Where(span => span.OperationName == "ingest" || Equals(span.GetTagItem("run"), run.Id.ToString())).Select(static span => span.OperationName)];
        Assert.Superset(new HashSet<string> { "ingest", "run", "run.summarise", "run.fit", "run.score", "run.publish" }, names.ToHashSet());
    }

    private static HttpRequest Request(string body)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body));
        return http.Request;
    }

    [Theory]
    [InlineData("2026-01-01T03:00:00Z", 3 * 3600)]
    [InlineData("2025-12-31T12:00:00Z", 0)]
    public void SnapshotSeen_IsTheTimeSinceTheEndOfItsDay(string now, double seconds)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.ParseExact(now, "yyyy-MM-dd'T'HH:mm:ssK", System.Globalization.CultureInfo.InvariantCulture));
        using ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<TimeProvider>(clock).AddSingleton<Instruments>().BuildServiceProvider();
        using var recording = new Recording(services);
        services.GetRequiredService<Instruments>().SnapshotSeen(new DateOnly(2025, 12, 31));
        Assert.Equal(seconds, Assert.Single(recording.Of("serverlessseg.snapshot.age")).Value);
    }

    [Fact]
    public void BatchRead_OfARefusedBatch_AcceptsNothing()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton(TimeProvider.System).AddSingleton<Instruments>().BuildServiceProvider();
        using var recording = new Recording(services);
        services.GetRequiredService<Instruments>().BatchRead(100, new(10, 4, 6), counts: false);
        Assert.Equal([("outcome=accepted", 0.0), ("outcome=rejected", 6.0)], recording.Of("serverlessseg.ingest.rows").Select(static m => (m.Tags, m.Value)));
    }
}
