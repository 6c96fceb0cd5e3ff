using System.Net;
using System.Text.Json.Nodes;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>The configuration in the container <c>config</c>, from a file with mistakes to a snapshot that was made with it.</summary>
public sealed class ConfigurationTests
{
    private const string OwnMap = """
        {
          "levels": 5,
          "segments": [
            { "code": "Best", "english": "Best", "chinese": "最佳客户", "meaning": "High in everything.", "ranges": [{ "r": [4, 5], "fm": [4, 5] }] },
            { "code": "Rest", "english": "Rest", "chinese": "其他", "meaning": "Everyone else.", "otherwise": true }
          ]
        }
        """;

    private const string OwnActions = """
        { "rfm6": {
          "Best": { "code": "thank", "priority": 1, "english": "Thank them.", "chinese": "致谢", "channel": "letter", "incentive": "none", "measure": "answers" },
          "Rest": { "code": "wait", "priority": 5, "english": "Wait.", "chinese": "等待", "channel": "none", "incentive": "none", "measure": "orders" }
        } }
        """;

    [Fact]
    public async Task Configuration_IsCheckedFrozenAndKeptWithTheSnapshot()
    {
        await using App app = await App.StartAsync();
        await app.DropFileAsync(Sample.Path);
        RunRow plain = await app.RunAsync(Sample.AsOf);

        // Mistakes in several files are named together, and nothing of the files is used.
        await app.ConfigureAsync("segmentation.json", """{ "rfm": { "levels": 2 }, "abc": { "shares": 1 } }""");
        await app.ConfigureAsync("segments/rfm6.json", OwnMap);
        await app.ConfigureAsync("segments/abc.json", OwnMap);
        using (HttpResponseMessage refused = await app.PostAsync("runs", $$"""{"asOf":"{{Sample.AsOf}}"}"""))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            JsonNode problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal("urn:serverlessseg:problem:run-refused", (string?)problem["type"]);
            foreach (string part in (string[])["abc.shares is not known", "segments/abc.json", "segments/rfm6.json: segment 'Best' has no action"])
                Assert.Contains(part, (string)problem["detail"]!, StringComparison.Ordinal);
        }
        Assert.Single((await app.GetAsync("runs"))["runs"]!.AsArray());

        await app.ConfigureAsync("segmentation.json", """{ "rfm": { "windowDays": 90, "monetary": "margin" }, /* the rest as it is */ }""");
        await app.ConfigureAsync("segments/abc.json", null);
        await app.ConfigureAsync("actions.json", OwnActions);
        RunRow own = await app.RunAsync(Sample.AsOf);
        Assert.Equal((RunStatus.Published, new RunId(plain.Id.AsOf, 2)), (own.Status, own.Id));
        Assert.Equal(own.Id, (await app.RunAsync(Sample.AsOf)).Id);

        JsonArray segments = (await app.GetAsync("segments?scheme=rfm6"))["segments"]!.AsArray();
        Assert.Equal(["Best", "Rest", "NoPurchase"], segments.Select(static segment => (string?)segment!["segment"]));
        Assert.Equal(["thank", "wait"], segments.Take(2).Select(static segment => (string?)segment!["action"]!["code"]));
        SnapshotManifest manifest = (await app.Store.ReadManifestAsync(own.Id, TestContext.Current.CancellationToken))!;
        Assert.Equal(90, manifest.Options.WindowDays);
        await using Stream? stored = await app.Store.OpenFileAsync(own.Id, SnapshotParameters.OptionsFile, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stored!);
        var options = SegmentationOptions.Parse(System.Text.Encoding.UTF8.GetBytes(await reader.ReadToEndAsync(TestContext.Current.CancellationToken)));
        Assert.Equal((90, Core.Rfm.MonetaryMeasure.Margin), (options.Rfm.WindowDays, options.Rfm.Monetary));
        SegmentationParameters parameters = (await SnapshotParameters.ReadAsync(await app.Store.PublishedAsync(own.Id), app.Store, TestContext.Current.CancellationToken))!;
        Assert.Equal(manifest.Buyers, parameters.Buyers);
    }

    [Fact]
    public async Task Economics_AreCheckedFrozenAndAppliedToEveryValue()
    {
        await using App app = await App.StartAsync();
        await app.DropFileAsync(Sample.Path);
        await app.RunAsync(Sample.AsOf);
        JsonNode plain = (await app.GetAsync("customers/C00000368"))["clv"]!;
        Assert.Equal((decimal)plain["historic"]!, (decimal)plain["historicMargin"]!);

        await app.ConfigureAsync("economics.json", """{ "marginRate": 2, "cost": 1 }""");
        using (HttpResponseMessage refused = await app.PostAsync("runs", $$"""{"asOf":"{{Sample.AsOf}}"}"""))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            string problem = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("MarginRate is 2", problem, StringComparison.Ordinal);
            Assert.Contains("cost is not known", problem, StringComparison.Ordinal);
        }
        await app.ConfigureAsync("economics.json", """{ "segments": { "rfm11": { "Nobody": { "marginRate": 0.5 } } } }""");
        RunRow unknown = await app.RunAsync(Sample.AsOf);
        Assert.Equal(RunStatus.Failed, unknown.Status);
        Assert.Contains("there is no segment 'rfm11/Nobody'", unknown.Error, StringComparison.Ordinal);

        await app.ConfigureAsync("economics.json", """
            { "marginRate": 0.5, "acquisitionCost": 6.3, "annualServiceCost": 10, "segments": { "rfm11": { "Champions": { "marginRate": 0.4, "annualServiceCost": 0 } } } }
            """);
        RunRow own = await app.RunAsync(Sample.AsOf);
        Assert.Equal((RunStatus.Published, 3), (own.Status, own.Id.Revision));
        JsonNode champion = await app.GetAsync("customers/C00000368");
        Assert.Equal("Champions", (string?)champion["segments"]!["rfm11"]);
        Assert.Equal(Math.Round(((decimal)plain["historic"]! * 0.4m) - 6.3m, 4), (decimal)champion["clv"]!["historicMargin"]!);
        Assert.Equal((double)plain["predicted"]! * 0.4, (double)champion["clv"]!["predicted"]!, 1e-3);
        Assert.Equal((double)plain["high"]! * 0.4, (double)champion["clv"]!["high"]!, 1e-2);
        SnapshotManifest manifest = (await app.Store.ReadManifestAsync(own.Id, TestContext.Current.CancellationToken))!;
        Assert.Equal((0.5, 10.0), (manifest.Options.Economics!.MarginRate, manifest.Options.Economics.AnnualServiceCost));
        Assert.Equal(0.4, manifest.Options.Economics.BySegment["rfm11/Champions"].MarginRate);
        Assert.All(
            (await app.GetAsync("segments?scheme=rfm11"))["segments"]!.AsArray().Where(static s => s!["totalClv"] is not null),
            static s => Assert.InRange((double)s!["totalClv"]!["expected"]!, (double)s["totalClv"]!["low"]!, (double)s["totalClv"]!["high"]!));
    }

    [Fact]
    public async Task OwnMoney_OfAMarginRate_IsThatShareOfTheWindow()
    {
        await using App app = await App.StartAsync(new() { ["ServerlessSeg:MarginRate"] = "0.25" });
        await app.ConfigureAsync("segmentation.json", """{ "rfm": { "monetary": "margin" } }""");
        await app.DropFileAsync(Sample.Path);
        await app.RunAsync(Sample.AsOf);
        JsonNode customer = await app.GetAsync("customers/C00000001");
        Assert.Equal(Math.Round((decimal)customer["clv"]!["historic"]! / 4, 4), (decimal)customer["rfm"]!["monetary"]!);
    }
}
