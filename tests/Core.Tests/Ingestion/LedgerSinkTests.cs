using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Tests.Ingestion;

public sealed class LedgerSinkTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ledger-sink-").FullName;

    [Fact]
    public async Task RunAsync_IntoALedger_WritesWhatTheReportSays()
    {
        BatchReport report = await RunAsync("customer,date,amount\n" + string.Concat(Enumerable.Range(0, 3_000).Select(i => $"c{i % 700},2025-01-01,{i}.25\n")));
        LedgerContentFile file = Assert.Single(report.LedgerFiles);
        Assert.Equal((3_000L, 700L), (file.Rows, report.Customers));
        Assert.Equal([file.Name], Directory.GetFiles(folder).Select(Path.GetFileName));
        Assert.Equal(report.ToJson(), BatchReport.FromJson(report.ToJson()).ToJson());
    }

    [Fact]
    public async Task RunAsync_ReadTwice_LeavesTheFilesOfTheLastReadingOnly()
    {
        BatchReport report = await RunAsync("customer,date,amount\n" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i % 700}.0,2025-01-01,1\n")) + "x,2025-01-01,1\n");
        Assert.Equal((30_001L, 701L), (report.LedgerFiles.Sum(file => file.Rows), report.Customers));
        Assert.Equal(report.LedgerFiles.Count, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public async Task RunAsync_Quarantined_LeavesNoFile()
    {
        BatchReport report = await RunAsync("customer,date,amount\nc,03/04/2025,1\n");
        Assert.Equal(BatchStatus.Quarantined, report.Status);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task RunAsync_AttributeNamedLikeALedgerColumn_GetsAnUnderscore()
    {
        BatchReport report = await RunAsync("customer,date,amount,Country,ledger_batch\nc,2025-01-01,1,France,x\n", """{ "attributes": ["Country", "ledger_batch"] }"""u8.ToArray());
        LedgerFile[] files = [new LedgerFile(Assert.Single(report.LedgerFiles).Name, "shop", "batch", 1, 1)];
        await using LedgerMerge merge = await LedgerMerge.OpenAsync(new FileLedgerStore(folder), files, KeyRange.All, ["Country_", "ledger_batch_"], TestContext.Current.CancellationToken);
        Assert.True(await merge.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("France", "France", "x"), (merge.Current.Lines[0].Country, merge.Current.Attribute(0, 0), merge.Current.Attribute(0, 1)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<BatchReport> RunAsync(string text, byte[]? mapping = null)
    {
        IngestOptions options = IngestOptions.Default with { Workers = 2 };
        return new BatchIngest(options, new FakeTimeProvider(IngestRun.Now)).RunAsync(
            new BatchRequest
            {
                Content = new MemoryContent("orders.csv", System.Text.Encoding.UTF8.GetBytes(text)),
                Source = "shop",
                Mapping = mapping is null ? null : MappingOverride.Parse(mapping),
                OpenSink = LedgerSink.For(new FileLedgerStore(folder), "batch", options),
                OpenRejects = _ => Task.FromResult(Stream.Null),
            },
            cancellationToken: TestContext.Current.CancellationToken);
    }
}
