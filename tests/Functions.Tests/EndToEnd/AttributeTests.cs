using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Mapped columns of one's own, from the drop to clusters and profiles; cut points frozen from run to run.</summary>
public sealed class AttributeTests
{
    private const int Customers = 300;

    [Fact]
    public async Task Attributes_ReachClustersProfilesAndExplanations()
    {
        await using App app = await App.StartAsync();
        await app.PutAsync("air/mapping.json", """{ "attributes": ["Discount", "Region"] }""");
        await app.DropAsync("air/flights.csv", BinaryData.FromString("customer_id,order_id,date,amount,Discount,Region\n" + string.Concat(Enumerable.Range(0, Customers * 6).Select(Row))));

        await app.ConfigureAsync("segmentation.json", """{ "cluster": { "features": ["length", "recency", "frequency", "monetary", "attribute"], "attribute": "Discunt" } }""");
        RunRow misspelt = await app.RunAsync("2024-11-30");
        Assert.Equal(RunStatus.Failed, misspelt.Status);
        Assert.Contains("cluster.attribute is 'Discunt'", misspelt.Error, StringComparison.Ordinal);

        await app.ConfigureAsync("segmentation.json",
            """{ "cluster": { "features": ["length", "recency", "frequency", "monetary", "attribute"], "attribute": "Discount", "clusters": 5 }, "profile": { "attributes": ["Region"] } }""");
        RunRow run = await app.RunAsync("2024-11-30");
        Assert.Equal((RunStatus.Published, (string?)null), (run.Status, run.Error));
        JsonArray clusters = (await app.GetAsync("segments?scheme=cluster"))["segments"]!.AsArray();
        Assert.Equal(Customers, clusters.Sum(static cluster => (int)cluster!["customers"]!));
        SegmentationParameters parameters = (await SnapshotParameters.ReadAsync(await app.Store.PublishedAsync(run.Id), app.Store, TestContext.Current.CancellationToken))!;
        Assert.Equal((5, "Discount"), (parameters.Cluster!.Scales.Count, parameters.Cluster.Attribute));

        JsonArray segments = (await app.GetAsync("segments/cluster/profile"))["schemes"]![0]!["segments"]!.AsArray();
        JsonNode[] regions = [.. segments.Select(static segment => segment!["dimensions"]!.AsArray().Single(static dimension => (string?)dimension!["dimension"] == "Region")!)];
        Assert.Equal(clusters.Select(static cluster => (int)cluster!["customers"]!), regions.Select(static region => region["values"]!.AsArray().Sum(static value => (int)value!["customers"]!)));
        foreach (string region in new[] { "North", "South", "West" })
            Assert.Equal(Customers / 3, regions.Sum(found => found["values"]!.AsArray().Where(value => (string?)value!["value"] == region).Sum(static value => (int)value!["customers"]!)));

        // Six lines with discounts of d, d + 1, … d + 5 hundredths.
        JsonNode explanation = (await app.GetAsync("customers/a7/explain?scheme=cluster"))["explanations"]![0]!;
        JsonNode factor = explanation["factors"]!.AsArray().Single(static found => (string?)found!["name"] == "Discount")!;
        Assert.Equal(0.095, double.Parse(factor["value"]!.ToString(), CultureInfo.InvariantCulture), 1e-9);
    }

    [Fact]
    public async Task Frozen_TheCutPointsOfAnEarlierSnapshotAreUsedAgain()
    {
        await using App app = await App.StartAsync();
        await app.DropFileAsync(Sample.Path);
        RunRow first = await app.RunAsync("2025-06-30");
        await using Stream? stored = await app.Store.OpenFileAsync(first.Id, SnapshotParameters.ParametersFile, TestContext.Current.CancellationToken);
        JsonNode cuts = (await JsonNode.ParseAsync(stored!, cancellationToken: TestContext.Current.CancellationToken))!["rfm"]!;
        await app.ConfigureAsync("segmentation.json", $$"""{ "rfm": { "method": "frozen", "frozenCutPoints": {{cuts.ToJsonString()}}, "recencyWeight": 2 } }""");
        RunRow second = await app.RunAsync(Sample.AsOf);
        Assert.Equal((RunStatus.Published, (string?)null), (second.Status, second.Error));
        SegmentationParameters parameters = (await SnapshotParameters.ReadAsync(await app.Store.PublishedAsync(second.Id), app.Store, TestContext.Current.CancellationToken))!;
        Assert.Equal(cuts["monetary"]!["thresholds"]!.AsArray().Select(static cut => (double)cut!), parameters.Rfm.Monetary.Thresholds);
        JsonNode rfm = (await app.GetAsync("customers/C00000368"))["rfm"]!;
        Assert.Equal(Math.Round(((2.0 * (int)rfm["r"]!) + (int)rfm["f"]! + (int)rfm["m"]!) / 4, 4), (double)rfm["combined"]!);

        // What is wrong is told at start, too, and stops nothing.
        await app.ConfigureAsync("segmentation.json", """{ "rfm": { "levels": 50 }, "lifecycle": { "trendFrom": "four" } }""");
        await app.ConfigureAsync("actions.json", """{ "rfm6": { "Champions": null } }""");
        var log = new Heard();
        await new ConfigurationCheck(app.Services.GetRequiredService<ConfigurationBlobs>(), new ResegmentationOptions(), log).StartAsync(TestContext.Current.CancellationToken);
        string message = Assert.Single(log.Messages);
        Assert.Contains("segmentation.json: lifecycle.trendFrom must be", message, StringComparison.Ordinal);
        Assert.Contains("actions.json: actions.rfm6.Champions is null", message, StringComparison.Ordinal);
        await app.ConfigureAsync("segmentation.json", "{}");
        await app.ConfigureAsync("actions.json", null);
        var silent = new Heard();
        await new ConfigurationCheck(app.Services.GetRequiredService<ConfigurationBlobs>(), new ResegmentationOptions(), silent).StartAsync(TestContext.Current.CancellationToken);
        Assert.Empty(silent.Messages);
    }

    private static string Row(int i)
    {
        int customer = i % Customers, line = i / Customers;
        DateOnly day = new DateOnly(2024, 1, 5).AddDays((customer * 7 % 200) + (line * (5 + (customer % 11))));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"a{customer},o{i},{day:yyyy-MM-dd},{10 + (customer * 13 % 400)}.50,{(customer + line) / 100m},{(customer % 3) switch { 0 => "North", 1 => "South", _ => "West" }}\n");
    }

    private sealed class Heard : ILogger<ConfigurationCheck>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add(formatter(state, exception));
    }
}
