using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>The way of the sample from the drop zone to the answers, on one app.</summary>
public sealed class DropToLookupTests(DropToLookupTests.SampleApp sample) : IClassFixture<DropToLookupTests.SampleApp>
{
    [Fact]
    public async Task Batch_InIsAcceptedPlusRejected_ForRowsAndMoney()
    {
        JsonNode batch = (await sample.App.GetAsync("batches"))["batches"]!.AsArray().Single(b => b!["file"]!.GetValue<string>() == "sample.csv")!;
        Assert.Equal("committed", (string?)batch["status"]);
        Assert.Equal(Sample.Lines.Length, (int)batch["rows"]!["read"]!);
        Assert.Equal((int)batch["rows"]!["read"]!, (int)batch["rows"]!["accepted"]! + (int)batch["rows"]!["rejected"]!);
        Assert.Equal(Sample.Lines.Count(static line => line.StartsWith(',')), (int)batch["rejectsByReason"]!["no_customer"]!);
        Assert.Equal(Sample.Lines.Count(static line => line.Contains(",soon,", StringComparison.Ordinal)), (int)batch["rejectsByReason"]!["bad_date"]!);
        decimal money = Sample.Lines.Sum(static line => decimal.Parse(line.Split(',')[3], CultureInfo.InvariantCulture));
        Assert.Equal(money, (decimal)batch["money"]!["accepted"]! + (decimal)batch["money"]!["rejected"]!);
    }

    [Fact]
    public async Task Rejects_NameLineAndReason()
    {
        string id = (string)(await sample.App.GetAsync("batches"))["batches"]!.AsArray().Single(b => b!["file"]!.GetValue<string>() == "sample.csv")!["batchId"]!;
        string[] rejects = (await sample.App.Client.GetStringAsync(new Uri($"batches/{id}/rejects", UriKind.Relative), TestContext.Current.CancellationToken)).TrimEnd().Split('\n');
        Assert.Equal(Sample.Lines.Count(static line => line.StartsWith(',') || line.Contains(",soon,", StringComparison.Ordinal)), rejects.Length - 1);
        int firstBad = Array.FindIndex(Sample.Lines, static line => line.StartsWith(',') || line.Contains(",soon,", StringComparison.Ordinal)) + 2;
        Assert.StartsWith(firstBad.ToString(CultureInfo.InvariantCulture) + ",", rejects[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Segments_OfEveryScheme_AddUpToTheLedger()
    {
        JsonNode batch = (await sample.App.GetAsync("batches"))["batches"]!.AsArray().Single(b => b!["file"]!.GetValue<string>() == "sample.csv")!;
        foreach (string scheme in new[] { "rfm11", "rfm10", "rfm8", "rfm6", "tier", "abc", "octant", "loyalty", "cluster", "lifecycle" })
        {
            JsonNode answer = await sample.App.GetAsync($"segments?scheme={scheme}");
            JsonArray segments = answer["segments"]!.AsArray();
            Assert.Equal((long)batch["customers"]!, segments.Sum(static s => (long)s!["customers"]!));
            Assert.Equal((decimal)batch["money"]!["accepted"]!, segments.Sum(static s => (decimal)s!["revenue"]!));
            Assert.Equal("EUR", (string?)answer["currency"]);
            Assert.All(segments, static s => Assert.NotNull(s!["action"]));
        }
    }

    [Fact]
    public async Task Segments_CarryTheIntervalOfTheirTotal_WhichIsNotTheSumOfTheCustomers()
    {
        List<double> sums = [];
        foreach (string scheme in new[] { "rfm11", "abc", "lifecycle" })
        {
            JsonArray segments = (await sample.App.GetAsync($"segments?scheme={scheme}"))["segments"]!.AsArray();
            sums.Add(segments.Sum(static s => (double?)s!["totalClv"]?["expected"] ?? 0));
            foreach (JsonNode segment in segments.Where(static s => s!["totalClv"] is not null)!)
            {
                JsonNode total = segment["totalClv"]!;
                Assert.Equal(0.9, (double)total["level"]!);
                Assert.InRange((double)total["expected"]!, (double)total["low"]!, (double)total["high"]!);
                Assert.Equal((double)segment["meanClv"]! * (int)segment["customers"]!, (double)total["expected"]!, 0.01 * (int)segment["customers"]!);
            }
        }
        Assert.Equal(sums[0], sums[1], 0.1);
        Assert.Equal(sums[0], sums[2], 0.1);
        JsonNode best = (await sample.App.GetAsync("segments?scheme=abc"))["segments"]![0]!;
        double widths = 0;
        JsonNode list = await sample.App.GetAsync("segments/abc/A/customers?top=1000");
        foreach (JsonNode? customer in list["customers"]!.AsArray())
        {
            JsonNode clv = (await sample.App.GetAsync("customers/" + (string)customer!["customerId"]!))["clv"]!;
            widths += (double)clv["high"]! - (double)clv["low"]!;
        }
        Assert.InRange((double)best["totalClv"]!["high"]! - (double)best["totalClv"]!["low"]!, 1, 0.6 * widths);
    }

    [Fact]
    public async Task SegmentCustomers_PageByPage_AreThoseOfTheSegment()
    {
        JsonNode champions = (await sample.App.GetAsync("segments?scheme=rfm11"))["segments"]!.AsArray().Single(s => (string?)s!["segment"] == "Champions")!;
        var ids = new HashSet<string>();
        string? token = null;
        do
        {
            JsonNode page = await sample.App.GetAsync($"segments/rfm11/Champions/customers?top=7{(token is null ? "" : "&continuationToken=" + token)}");
            Assert.InRange(page["customers"]!.AsArray().Count, 1, 7);
            foreach (JsonNode? customer in page["customers"]!.AsArray())
                Assert.True(ids.Add((string)customer!["customerId"]!));
            token = (string?)page["continuationToken"];
        }
        while (token is not null);
        Assert.Equal((int)champions["customers"]!, ids.Count);
        Assert.Equal("Champions", (string?)(await sample.App.GetAsync("customers/" + ids.First()))["segments"]!["rfm11"]);
    }

    [Fact]
    public async Task Customer_HasWhatItsLinesSay()
    {
        const string Id = "C00000001";
        decimal net = Sample.Lines.Where(static l => l.StartsWith(Id, StringComparison.Ordinal) && !l.Contains(",soon,", StringComparison.Ordinal))
            .Sum(static l => decimal.Parse(l.Split(',')[3], CultureInfo.InvariantCulture));
        JsonNode customer = await sample.App.GetAsync("customers/" + Id);
        Assert.Equal(Id, (string?)customer["customerId"]);
        Assert.Equal(Sample.AsOf, (string?)customer["snapshot"]);
        Assert.Equal(net, (decimal)customer["rfm"]!["monetary"]!);
        Assert.Equal(net, (decimal)customer["clv"]!["historic"]!);
        Assert.InRange((double)customer["clv"]!["pAlive"]!, 0, 1);
        Assert.Equal(12, (int)customer["clv"]!["horizonMonths"]!);
    }

    [Fact]
    public async Task Explanation_AgreesWithTheStoredSegment_InEveryScheme()
    {
        foreach (string id in Sample.Lines.Select(static line => line.Split(',')[0]).Where(static id => id.Length > 0).Distinct().Take(60))
        {
            JsonObject segments = (await sample.App.GetAsync("customers/" + id))["segments"]!.AsObject();
            JsonArray explanations = (await sample.App.GetAsync($"customers/{id}/explain"))["explanations"]!.AsArray();
            Assert.Equal(
                segments.Select(static s => (s.Key, (string?)s.Value)),
                explanations.Select(static e => ((string)e!["scheme"]!, (string?)e["segment"])));
            Assert.All(explanations, static e => Assert.NotEmpty((string)e!["rule"]!));
        }
        JsonNode one = await sample.App.GetAsync("customers/C00000001/explain?scheme=rfm8");
        Assert.Equal("rfm8", (string?)one["explanations"]!.AsArray().Single()!["scheme"]);
    }

    [Fact]
    public async Task Customer_WithItsETag_IsNotSentAgain()
    {
        using HttpResponseMessage first = await sample.App.Client.GetAsync(new Uri("customers/C00000001", UriKind.Relative), TestContext.Current.CancellationToken);
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri("customers/C00000001", UriKind.Relative));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await sample.App.Client.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.False(first.Headers.ETag!.IsWeak);
    }

    [Fact]
    public async Task Lookup_AnswersEveryIdInOrder()
    {
        using HttpResponseMessage response = await sample.App.PostAsync("customers/lookup", """{"ids":["C00000002","nobody","C00000001"]}""");
        JsonArray results = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["results"]!.AsArray();
        Assert.Equal([("C00000002", true), ("nobody", false), ("C00000001", true)], results.Select(static r => ((string)r!["customerId"]!, (bool)r["found"]!)));
        Assert.NotNull(results[0]!["segments"]!["rfm11"]);
    }

    [Theory]
    [InlineData("customers/nobody", "customer-not-found")]
    [InlineData("customers/nobody/explain", "customer-not-found")]
    [InlineData("customers/nobody/history", "customer-not-found")]
    [InlineData("customers/C00000001/explain?scheme=none", "scheme-not-found")]
    [InlineData("runs/1999-01-01", "run-not-found")]
    [InlineData("batches/none", "batch-not-found")]
    [InlineData("segments?scheme=none", "scheme-not-found")]
    [InlineData("segments/rfm11/none/customers", "segment-not-found")]
    public async Task Unknown_IsAProblemWithAStableType(string route, string type) =>
        await AssertProblemAsync(await sample.App.Client.GetAsync(new Uri(route, UriKind.Relative), TestContext.Current.CancellationToken), HttpStatusCode.NotFound, type);

    [Theory]
    [InlineData("customers/lookup", "")]
    [InlineData("customers/lookup", "not json")]
    [InlineData("customers/lookup", "null")]
    [InlineData("customers/lookup", "{}")]
    [InlineData("customers/lookup", """{"ids":[]}""")]
    [InlineData("customers/lookup", """{"ids":[null]}""")]
    [InlineData("customers/lookup", """{"ids":"a"}""")]
    [InlineData("runs", """{"asOf":"10/12/2011"}""")]
    [InlineData("runs", """{"asOf":"9999-01-01"}""")]
    [InlineData("runs", """{"asof":"2011-12-10"}""")]
    [InlineData("runs", """{"asOf":""")]
    public async Task BadBody_IsAProblem(string route, string body) =>
        await AssertProblemAsync(await sample.App.PostAsync(route, body), HttpStatusCode.BadRequest, "bad-request");

    [Fact]
    public async Task TooManyIds_AreAProblem() => await AssertProblemAsync(
        await sample.App.PostAsync("customers/lookup", $$"""{"ids":[{{string.Join(',', Enumerable.Repeat("\"x\"", 1001))}}]}"""), HttpStatusCode.BadRequest, "bad-request");

    [Fact]
    public async Task Garbage_IsQuarantinedWithAReport()
    {
        BatchRow row = await sample.App.DropAsync("garbage/noise.csv", BinaryData.FromBytes([.. Enumerable.Range(0, 5000).Select(static i => (byte)(i * 7919 % 251))]));
        Assert.Equal(BatchStatus.Quarantined, row.Status);
        JsonNode batch = await sample.App.GetAsync("batches/" + row.BatchId);
        Assert.Equal("quarantined", (string?)batch["status"]);
        Assert.NotEmpty(batch["failure"]!["problems"]!.AsArray());
    }

    [Fact]
    public async Task UnmappableColumns_AreQuarantinedWithWhatWasLookedForAndFound()
    {
        BatchRow row = await sample.App.DropAsync("garbage/weather.csv", BinaryData.FromString("city,temperature\nParis,21\nRome,25\n"));
        JsonNode failure = (await sample.App.GetAsync("batches/" + row.BatchId))["failure"]!;
        Assert.Contains("city", failure["found"]!.AsArray().Select(static f => (string?)f));
        Assert.Contains("customer_id", failure["lookedFor"]!.AsObject().SelectMany(static role => role.Value!.AsArray()).Select(static name => (string?)name));
    }

    [Fact]
    public async Task Health_NamesTheSnapshot() => Assert.Equal(Sample.AsOf, (string?)(await sample.App.GetAsync("health"))["snapshot"]);

    [Fact]
    public async Task Run_SaysHowItWent()
    {
        JsonNode run = await sample.App.GetAsync("runs/" + Sample.AsOf);
        Assert.Equal("published", (string?)run["status"]);
        Assert.Equal(Sample.AsOf, (string?)run["asOf"]);
        JsonNode totals = run["totals"]!;
        JsonNode batch = (await sample.App.GetAsync("batches"))["batches"]!.AsArray().Single(b => b!["file"]!.GetValue<string>() == "sample.csv")!;
        Assert.Equal(((long)batch["kinds"]!["refunds"]!, (decimal)batch["money"]!["refunds"]!), ((long)totals["refundLines"]!, (decimal)totals["refunds"]!));
        Assert.InRange((long)totals["matchedRefundLines"]!, 1, (long)totals["refundLines"]!);
        Assert.InRange((decimal)totals["matchedRefunds"]!, (decimal)totals["refunds"]!, -0.01m);
    }

    [Fact]
    public async Task StartRun_ForWhatIsPublished_AnswersWithThatRun()
    {
        using HttpResponseMessage response = await sample.App.PostAsync("runs", $$"""{"asOf":"{{Sample.AsOf}}"}""");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.EndsWith("/api/runs/" + Sample.AsOf, response.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string type)
    {
        using (response)
        {
            Assert.Equal(status, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
            JsonNode problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal("urn:serverlessseg:problem:" + type, (string?)problem["type"]);
            Assert.Equal((int)status, (int)problem["status"]!);
            Assert.NotEmpty((string)problem["detail"]!);
        }
    }

    /// <summary>An app with the sample taken in and scored.</summary>
    public sealed class SampleApp : IAsyncLifetime
    {
        internal App App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await App.StartAsync();
            await App.DropFileAsync(Sample.Path);
            RunRow run = await App.RunAsync(Sample.AsOf);
            Assert.Equal(RunStatus.Published, run.Status);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
