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
        SegmentationParameters parameters = (await SnapshotParameters.ReadAsync(own.Id, app.Store, TestContext.Current.CancellationToken))!;
        Assert.Equal(manifest.Buyers, parameters.Buyers);
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
