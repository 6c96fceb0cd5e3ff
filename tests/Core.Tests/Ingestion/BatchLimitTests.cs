using System.IO.Compression;
using System.Text;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Tests.Ingestion;

/// <summary>A file of any size is read, counted or refused within bounds.</summary>
public sealed class BatchLimitTests
{
    private const string Header = "customer_id,order_id,date,amount\n";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public async Task MoreRejectsThanAreListed_AreCountedAndTheFirstListed(int listed)
    {
        const int Rows = 300;
        string text = Header + string.Concat(Enumerable.Range(0, Rows).Select(static i => $"c{i},o{i},{(i % 3 == 0 ? "soon" : "2025-01-05")},1\n"));
        foreach ((int chunkBytes, int workers) in new[] { (1 << 20, 1), (90, 4) })
        {
            IngestRun run = await IngestRun.OfTextAsync(text, options: IngestOptions.Default with { MaxListedRejects = listed, ChunkBytes = chunkBytes, Workers = workers });
            Assert.Equal(new RowCounts(Rows, 200, 100), run.Report.Rows);
            Assert.Equal(Math.Min(100, listed), run.Report.ListedRejects);
            Assert.Equal(Enumerable.Range(0, Math.Min(100, listed)).Select(static i => $"{2 + (3 * i)},3,bad_date"), run.RejectLines.Select(static line => string.Join(',', line.Split(',')[..3])));
        }
    }

    [Fact]
    public async Task MoreRowsThanAllowed_AreQuarantinedWithTheNumber()
    {
        string text = Header + string.Concat(Enumerable.Range(0, 101).Select(static i => $"c{i},o{i},2025-01-05,1\n"));
        Assert.Equal(BatchStatus.Ready, (await IngestRun.OfTextAsync(text, options: IngestOptions.Default with { MaxRows = 101 })).Report.Status);
        IngestRun refused = await IngestRun.OfTextAsync(text, options: IngestOptions.Default with { MaxRows = 100 });
        Assert.Equal((BatchStatus.Quarantined, 0), (refused.Report.Status, refused.Rows.Count));
        Assert.Contains("more than 100 rows", Assert.Single(refused.Report.Failure!.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompressedTextThatExpandsBeyondTheLimit_IsQuarantined()
    {
        byte[] text = Encoding.UTF8.GetBytes(Header + string.Concat(Enumerable.Range(0, 80_000).Select(static _ => "c1,o1,2025-01-05,1\n")));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(text);
        string folder = Directory.CreateTempSubdirectory("serverlessseg-limit-").FullName;
        var store = new FileLedgerStore(folder);
        var options = IngestOptions.Default with { MaxExpandedBytes = 1 << 20 };
        BatchReport report = await new BatchIngest(options, TimeProvider.System).RunAsync(
            new BatchRequest
            {
                Content = new MemoryContent("export.csv.gz", packed.ToArray()),
                Source = "shop",
                OpenSink = LedgerSink.For(store, "batch", options),
                OpenRejects = static _ => Task.FromResult<Stream>(new MemoryStream()),
            },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(text.Length > 1 << 20);
        Assert.Empty(Directory.EnumerateFiles(folder));
        Directory.Delete(folder);
        Assert.Equal(BatchStatus.Quarantined, report.Status);
        Assert.Contains("expands to more than 1,048,576 bytes", Assert.Single(report.Failure!.Problems), StringComparison.Ordinal);
    }
}
