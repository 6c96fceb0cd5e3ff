using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Telemetry;
using ServerlessSeg.Functions.Tests.EndToEnd;

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
        await using App app = await App.StartAsync();
        using var recording = new Recording(app.Services);

        await app.DropFileAsync(Sample.Path);
        RunRow run = await app.RunAsync(Sample.AsOf);
        Assert.Equal(RunStatus.Published, run.Status);
        await app.GetAsync("customers/C00000001");
        using HttpResponseMessage many = await app.PostAsync("customers/lookup", """{"ids":["C00000001"]}""");
        await app.GetAsync("health");

        JsonNode rows = (await app.GetAsync("batches"))["batches"]![0]!["rows"]!;
        Assert.Equal(
            [("outcome=accepted", (double)rows["accepted"]!), ("outcome=rejected", (double)rows["rejected"]!)],
            recording.Of("serverlessseg.ingest.rows").Select(static m => (m.Tags, m.Value)));
        Assert.Equal(new FileInfo(Sample.Path).Length, Assert.Single(recording.Of("serverlessseg.ingest.bytes")).Value);

        IReadOnlyList<Measured> steps = recording.Of("serverlessseg.run.step.duration");
        Assert.Equal(["step=summarise", "step=fit", "step=score", "step=publish"], steps.Select(static m => m.Tags));
        Assert.All(steps, static m => Assert.True(m.Value > 0));
        Assert.Equal(run.Customers!.Value, Assert.Single(recording.Of("serverlessseg.run.customers")).Value);
        Assert.Equal(run.Customers.Value / steps[^1].Value, Assert.Single(recording.Of("serverlessseg.publish.rate")).Value, 6);

        JsonNode model = await app.GetAsync("model");
        IEnumerable<JsonNode> fits = model["models"]!.AsArray().Append(model["spend"]).OfType<JsonNode>();
        Assert.Equal(fits.Select(static m => $"model={m["name"]} verdict={m["verdict"]}"), recording.Of("serverlessseg.model.verdict").Select(static m => m.Tags));

        Assert.Equal(2, recording.Of("serverlessseg.lookup.duration").Count);
        Assert.NotEmpty(recording.Of("serverlessseg.snapshot.age"));
        string[] names = [.. spans.Where(span => span.OperationName == "ingest" || Equals(span.GetTagItem("run"), run.Id.ToString())).Select(static span => span.OperationName)];
        Assert.Superset(new HashSet<string> { "ingest", "run", "run.summarise", "run.fit", "run.score", "run.publish" }, names.ToHashSet());
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
