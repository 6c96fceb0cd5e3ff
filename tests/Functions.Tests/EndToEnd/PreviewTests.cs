using System.Net;
using System.Text.Json.Nodes;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>The dry run says how a file is understood, and stores nothing.</summary>
public sealed class PreviewTests(PreviewTests.EmptyApp empty) : IClassFixture<PreviewTests.EmptyApp>
{
    private const string Mapping = """{ "columns": { "customer": "wer", "date": "wann", "amount": "was" }, "dayMonthOrder": "dayFirst" }""";
    private const string Export = "wer,wann,was\nA,03/04/2025,5\nB,soon,6\nC,04/04/2025,7\n";

    [Fact]
    public async Task FirstBytes_ShowMappingRowsAndRejects()
    {
        await empty.App.PutAsync("preview/mapping.json", Mapping);
        JsonNode preview = await AnswerAsync("batches/preview?name=new.csv&source=preview", Export, HttpStatusCode.OK);
        Assert.Equal("new.csv", (string?)preview["file"]);
        Assert.Equal((3, 2, 1), ((int)preview["rows"]!["read"]!, (int)preview["rows"]!["accepted"]!, (int)preview["rows"]!["rejected"]!));
        Assert.Equal(["A", "C"], preview["firstRows"]!.AsArray().Select(static row => (string)row!["customerId"]!));
        Assert.Equal(new DateTimeOffset(2025, 4, 3, 0, 0, 0, TimeSpan.Zero), (DateTimeOffset)preview["firstRows"]![0]!["occurredAt"]!);
        Assert.Equal(("bad_date", "soon", 3L), ((string?)preview["firstRejects"]![0]!["code"], (string?)preview["firstRejects"]![0]!["value"], (long)preview["firstRejects"]![0]!["line"]!));
        Assert.DoesNotContain(await empty.App.Batches.ListAsync(TestContext.Current.CancellationToken), static row => row.Source == "preview");
    }

    [Fact]
    public async Task FirstBytes_CutWithinALine_LeaveThatLineOut()
    {
        JsonNode preview = await AnswerAsync("batches/preview?name=cut.csv", "customer_id,date,amount\nA,2025-01-01,5\nB,2025-0", HttpStatusCode.OK);
        Assert.Equal((1, 0), ((int)preview["rows"]!["accepted"]!, (int)preview["rows"]!["rejected"]!));
        Assert.False((bool)preview["isWhole"]!);
    }

    [Fact]
    public async Task Blob_IsShownUnderTheMappingOfItsSource()
    {
        await empty.App.PutAsync("blob/mapping.json", Mapping);
        await empty.App.DropAsync("blob/export.csv", BinaryData.FromString(Export));
        using HttpResponseMessage response = await empty.App.PostAsync("batches/preview", """{"blob":"blob/export.csv"}""");
        JsonNode preview = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((HttpStatusCode.OK, 2), (response.StatusCode, (int)preview["rows"]!["accepted"]!));
        Assert.True((bool)preview["isWhole"]!);
    }

    [Fact]
    public async Task UnknownColumns_AreAFailureAndNoError()
    {
        JsonNode preview = await AnswerAsync("batches/preview?name=new.csv", "city,temperature\nParis,21\n", HttpStatusCode.OK);
        Assert.NotEmpty(preview["failure"]!["problems"]!.AsArray());
    }

    [Theory]
    [InlineData("batches/preview", "a,b\n1,2\n", "bad-request", HttpStatusCode.BadRequest)]
    [InlineData("batches/preview?name=a.csv", "", "bad-request", HttpStatusCode.BadRequest)]
    [InlineData("batches/preview?name=a.csv&source=a/b", "a,b\n", "bad-request", HttpStatusCode.BadRequest)]
    [InlineData("batches/preview?name=a.csv&source=..", "a,b\n", "bad-request", HttpStatusCode.BadRequest)]
    [InlineData("batches/preview?name=a.csv&source=", "a,b\n", "bad-request", HttpStatusCode.BadRequest)]
    [InlineData("batches/preview?name=a.csv&whole=maybe", "a,b\n", "bad-request", HttpStatusCode.BadRequest)]
    public async Task BadRequest_IsAProblem(string route, string body, string type, HttpStatusCode status) =>
        Assert.Equal("urn:serverlessseg:problem:" + type, (string?)(await AnswerAsync(route, body, status))["type"]);

    [Theory]
    [InlineData("""{"blob":"nofolder.csv"}""", "bad-request", HttpStatusCode.BadRequest)]
    [InlineData("""{"blob":"shop/../../ledger/a.parquet"}""", "bad-request", HttpStatusCode.BadRequest)]
    [InlineData("""{"blob":"shop/./mapping.json"}""", "bad-request", HttpStatusCode.BadRequest)]
    [InlineData("""{"blob":"shop/mapping.json"}""", "bad-request", HttpStatusCode.BadRequest)]
    [InlineData("""{"blob":"/a.csv"}""", "bad-request", HttpStatusCode.BadRequest)]
    [InlineData("""{"blob":"nowhere/file.csv"}""", "blob-not-found", HttpStatusCode.NotFound)]
    [InlineData("""{"blob":""", "bad-request", HttpStatusCode.BadRequest)]
    public async Task BadBlob_IsAProblem(string body, string type, HttpStatusCode status)
    {
        using HttpResponseMessage response = await empty.App.PostAsync("batches/preview", body);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("urn:serverlessseg:problem:" + type, (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["type"]);
    }

    private async Task<JsonNode> AnswerAsync(string route, string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "text/csv");
        using HttpResponseMessage response = await empty.App.Client.PostAsync(new Uri(route, UriKind.Relative), content, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
        return JsonNode.Parse(text)!;
    }

    /// <summary>An app with nothing in it.</summary>
    public sealed class EmptyApp : IAsyncLifetime
    {
        internal App App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await App.StartAsync();

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
