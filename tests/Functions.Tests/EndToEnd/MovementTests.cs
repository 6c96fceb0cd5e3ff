using System.Net;
using System.Text.Json.Nodes;
using Parquet;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Two snapshots of the sample on one app, and what is published of the way between them.</summary>
public sealed class MovementTests(MovementTests.TwoSnapshots app) : IClassFixture<MovementTests.TwoSnapshots>
{
    [Fact]
    public async Task Migration_OfEveryScheme_AddsUpToBothSnapshots()
    {
        SnapshotManifest before = await app.ManifestAsync(app.Before), now = await app.ManifestAsync(app.Now);
        foreach (string scheme in now.Schemes.Select(static scheme => scheme.Name))
        {
            JsonNode answer = await app.App.GetAsync($"segments/{scheme}/migration");
            Assert.Equal((before.Run, now.Run), ((string?)answer["from"], (string?)answer["to"]));
            JsonNode[] moves = [.. answer["moves"]!.AsArray().OfType<JsonNode>()];
            Assert.Equal(before.Customers, moves.Where(static move => move["from"] is not null).Sum(static move => (long)move["customers"]!));
            Assert.Equal(before.Totals.Net, moves.Sum(static move => (decimal)move["moneyBefore"]!));
            Assert.Equal(now.Totals.Net, moves.Sum(static move => (decimal)move["moneyNow"]!));
            JsonArray segments = (await app.App.GetAsync("segments?scheme=" + scheme))["segments"]!.AsArray();
            Assert.All(segments, segment =>
            {
                JsonNode[] entered = [.. moves.Where(move => (string?)move["to"] == (string?)segment!["segment"])];
                Assert.Equal((long)segment!["customers"]!, entered.Sum(static move => (long)move["customers"]!));
                Assert.Equal((decimal)segment["revenue"]!, entered.Sum(static move => (decimal)move["moneyNow"]!));
            });
        }
    }

    [Fact]
    public async Task Migration_CountedOnDemandTheOtherWayRound_IsTheSameTurned()
    {
        JsonNode published = await app.App.GetAsync("segments/rfm11/migration");
        JsonNode turned = await app.App.GetAsync($"segments/rfm11/migration?from={app.Now}&to={app.Before}");
        Assert.Equal(Moves(published, "from", "to", "moneyBefore", "moneyNow"), Moves(turned, "to", "from", "moneyNow", "moneyBefore"));
    }

    [Fact]
    public async Task Changes_AreTheMovesToAnotherSegment()
    {
        SnapshotManifest now = await app.ManifestAsync(app.Now);
        long moved = 0;
        foreach (SchemeSegments scheme in now.Schemes)
        {
            moved += (await app.App.GetAsync($"segments/{scheme.Name}/migration"))["moves"]!.AsArray()
                .Where(static move => (string?)move!["from"] != (string?)move["to"]).Sum(static move => (long)move!["customers"]!);
        }
        await using Stream? file = await app.App.Store.OpenFileAsync(app.Now, PublishChanges.File, TestContext.Current.CancellationToken);
        await using ParquetReader reader = await ParquetReader.CreateAsync(file!, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["customer_id", "scheme", "left", "entered"], reader.Schema.DataFields.Select(static field => field.Name));
        Assert.Equal(moved, reader.Metadata!.NumRows);
    }

    [Fact]
    public async Task History_HasTheSegmentsOfEachSnapshot()
    {
        JsonObject profile = (await app.App.GetAsync("customers/C00000001")).AsObject();
        JsonArray history = (await app.App.GetAsync("customers/C00000001/history"))["snapshots"]!.AsArray();
        Assert.Equal([app.Now.ToString(), app.Before.ToString()], history.Select(static entry => (string?)entry!["snapshot"]));
        Assert.True(JsonNode.DeepEquals(profile["segments"], history[0]!["segments"]));
        profile["previous"]!.AsObject().Remove("since");
        Assert.True(JsonNode.DeepEquals(profile["previous"], history[1]!["segments"]));
    }

    [Fact]
    public async Task Seasonality_AddsUpToTheLedger()
    {
        SnapshotManifest now = await app.ManifestAsync(app.Now);
        JsonArray months = (await app.App.GetAsync("seasonality"))["months"]!.AsArray();
        Assert.Equal(now.Totals.Net, months.Sum(static month => (decimal)month!["revenue"]!));
        Assert.Equal(now.Buyers, months.Sum(static month => (long)month!["new"]!));
    }

    [Fact]
    public async Task Cohorts_HoldEveryBuyerOnce()
    {
        JsonArray cohorts = (await app.App.GetAsync("cohorts"))["cohorts"]!.AsArray();
        Assert.Equal((await app.ManifestAsync(app.Now)).Buyers, cohorts.Sum(static cohort => (long)cohort!["customers"]!));
        Assert.All(cohorts, static cohort => Assert.Equal(1, (double)cohort!["months"]![0]!["retention"]!));
    }

    [Fact]
    public async Task Pyramid_LayersAndTheListOfTheBestAreThoseOfTheBuyers()
    {
        JsonNode pyramid = await app.App.GetAsync("pyramid");
        JsonArray layers = pyramid["layers"]!.AsArray(), tiers = (await app.App.GetAsync("segments?scheme=tier"))["segments"]!.AsArray();
        JsonNode[] buyers = [.. tiers.OfType<JsonNode>().Where(static tier => (string?)tier["segment"] != "NoPurchase")];
        Assert.Equal(buyers.Sum(static tier => (int)tier["customers"]!), layers.Sum(static layer => (int)layer!["customers"]!));
        Assert.Equal(buyers.Sum(static tier => (decimal)tier["revenue"]!), layers.Sum(static layer => (decimal)layer!["netMoney"]!));

        await using Stream? file = await app.App.Store.OpenFileAsync(app.Now, PublishPyramid.TopFile, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(file!);
        string[][] best = [.. (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static line => line.Split(','))];
        Assert.Equal((int)pyramid["topList"]!["customers"]!, best.Length);
        decimal[] money = [.. best.Select(static line => decimal.Parse(line[6], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(money.OrderDescending(), money);
        Assert.Equal((decimal)pyramid["topList"]!["revenue"]!, money.Sum());
    }

    [Fact]
    public async Task Profile_OfASegment_CountsItsCustomersByEachDimension()
    {
        JsonNode scheme = (await app.App.GetAsync("segments/tier/profile"))["schemes"]!.AsArray().Single()!;
        JsonArray totals = (await app.App.GetAsync("segments?scheme=tier"))["segments"]!.AsArray();
        foreach ((JsonNode? profile, JsonNode? total) in scheme["segments"]!.AsArray().Zip(totals))
        {
            Assert.Equal((string?)total!["segment"], (string?)profile!["segment"]);
            JsonArray dimensions = profile["dimensions"]!.AsArray();
            Assert.Equal(["country", "channel", "product"], dimensions.Select(static dimension => (string?)dimension!["dimension"]));
            Assert.All(dimensions.Where(static dimension => (int)dimension!["distinctValues"]! <= 10 && !(bool)dimension["tooManyValues"]!), dimension =>
                Assert.Equal((long)total["customers"]!, dimension!["values"]!.AsArray().Sum(static value => (long)value!["customers"]!)));
        }
    }

    [Theory]
    [InlineData("segments?scheme=abc")]
    [InlineData("segments/abc/migration")]
    [InlineData("segments/abc/profile")]
    [InlineData("cohorts")]
    [InlineData("seasonality")]
    [InlineData("pyramid")]
    [InlineData("customers/C00000001/history")]
    [InlineData("customers/C00000001/explain")]
    public async Task Answer_WithItsTag_IsNotSentTwice(string route)
    {
        using HttpResponseMessage first = await app.App.Client.GetAsync(new Uri(route, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(route, UriKind.Relative));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await app.App.Client.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("segments/rfm11/migration?from=tomorrow", 400, "bad-request")]
    [InlineData("segments/rfm11/migration?from=1999-01-01", 404, "run-not-found")]
    [InlineData("segments/rfm11/migration?to=1999-01-01", 404, "run-not-found")]
    [InlineData("segments/rfm11/migration?to=2025-06-30", 404, "migration-not-found")]
    [InlineData("segments/none/migration", 404, "scheme-not-found")]
    [InlineData("segments/none/profile", 404, "scheme-not-found")]
    [InlineData("segments/rfm11/migration?to=2025-02-30", 400, "bad-request")]
    [InlineData("segments?scheme=none", 404, "scheme-not-found")]
    [InlineData("customers/nobody/history", 404, "customer-not-found")]
    [InlineData("customers/nobody/explain", 404, "customer-not-found")]
    [InlineData("customers/C00000001/explain?scheme=none", 404, "scheme-not-found")]
    public async Task Unknown_IsAProblem(string route, int status, string type)
    {
        using HttpResponseMessage response = await app.App.Client.GetAsync(new Uri(route, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        JsonNode problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal("urn:serverlessseg:problem:" + type, (string?)problem["type"]);
    }

    private static string[] Moves(JsonNode migration, string from, string to, string before, string now) =>
        [.. migration["moves"]!.AsArray().Select(move => $"{move![from]} {move[to]} {move["customers"]} {move[before]} {move[now]}").Order(StringComparer.Ordinal)];

    public sealed class TwoSnapshots : IAsyncLifetime
    {
        internal App App { get; private set; } = null!;

        internal RunId Before { get; private set; }

        internal RunId Now { get; private set; }

        public async ValueTask InitializeAsync()
        {
            App = await App.StartAsync();
            await App.DropFileAsync(Sample.Path);
            Before = await PublishedAsync("2025-06-30");
            Now = await PublishedAsync(Sample.AsOf);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();

        internal async Task<SnapshotManifest> ManifestAsync(RunId run) => (await App.Store.ReadManifestAsync(run, TestContext.Current.CancellationToken))!;

        private async Task<RunId> PublishedAsync(string asOf)
        {
            RunRow run = await App.RunAsync(asOf);
            Assert.Equal((RunStatus.Published, (string?)null), (run.Status, run.Error));
            return run.Id;
        }
    }
}
