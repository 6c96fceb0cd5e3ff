using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Tests.Ingestion.Mapping;

public sealed class SchemaDriftTests : IDisposable
{
    private const string Mapping = """{ "columns": { "customer": "Buyer", "channel": "Way" }, "attributes": ["Branch"] }""";
    private readonly string folder = Directory.CreateTempSubdirectory("schema-drift-").FullName;

    [Theory]
    [InlineData("Buyer,order_id,date,amount,Way,Branch\nb,o1,2025-01-01,1.5,web,North\n", "web", "North")]
    [InlineData("Branch,amount,extra,Way,date,order_id,Buyer,more\nNorth,1.5,x,web,2025-01-01,o1,b,y\n", "web", "North")]
    [InlineData("Buyer,Order No.,InvoiceDate,Revenue,Branch\nb,o1,2025-01-01,1.5,North\n", "", "North")]
    [InlineData("buyer,order_id,date,amount\nb,o1,2025-01-01,1.5\n", "", "")]
    public async Task RunAsync_ColumnsThatMoveComeAndGo_GiveTheSameRow(string text, string channel, string attributes)
    {
        IngestRun run = await IngestRun.OfTextAsync(text, Mapping);
        TakenRow row = Assert.Single(run.Rows);
        Assert.Equal(("b", "o1", 15_000L, channel, attributes), (row.Customer, row.Order, row.Amount, row.Channel, row.Attributes));
        Assert.Equal(channel.Length == 0, run.Report.Mapping!.Notes.Any(static note => note.Contains("channel", StringComparison.Ordinal)));
        Assert.Equal(attributes.Length == 0, run.Report.Mapping.Notes.Any(static note => note.Contains("'Branch'", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("kind")]
    [InlineData("currency")]
    [InlineData("line")]
    public async Task RunAsync_ColumnThatChangesWhatARowIsWorth_MustBeThere(string role)
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,date,amount\nc,2025-01-01,1\n", $$"""{ "columns": { "{{role}}": "Other" } }""");
        Assert.Contains("Other", Assert.Single(run.Report.Failure!.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ledger_OfFilesWithAndWithoutAnAttribute_IsReadAsOne()
    {
        LedgerFile[] files = [await WriteAsync("with", "Buyer,date,amount,Branch\nb,2025-01-01,1,North\n"), await WriteAsync("without", "Buyer,date,amount\nb,2025-01-02,2\n")];
        await using LedgerMerge merge = await LedgerMerge.OpenAsync(new FileLedgerStore(folder), files, KeyRange.All, ["Branch"], TestContext.Current.CancellationToken);
        Assert.True(await merge.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("North", null), (merge.Current.Attribute(0, 0), merge.Current.Attribute(1, 0)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<LedgerFile> WriteAsync(string name, string text)
    {
        var options = IngestOptions.Default with { Workers = 1 };
        BatchReport report = await new BatchIngest(options, TimeProvider.System).RunAsync(
            new BatchRequest
            {
                Content = new MemoryContent(name + ".csv", System.Text.Encoding.UTF8.GetBytes(text)),
                Source = "shop",
                Mapping = MappingOverride.Parse(System.Text.Encoding.UTF8.GetBytes(Mapping)),
                OpenSink = LedgerSink.For(new FileLedgerStore(folder), name, options),
                OpenRejects = static _ => Task.FromResult(Stream.Null),
            },
            cancellationToken: TestContext.Current.CancellationToken);
        LedgerContentFile file = Assert.Single(report.LedgerFiles);
        return new LedgerFile(file.Name, "shop", name, 1, file.Rows);
    }
}
