using System.Globalization;
using System.IO.Compression;
using System.Text;
using DuckDB.NET.Data;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Mapping;

public sealed class SkipLinesTests
{
    private const string Titles = "Umsätze \"2025\n\n(in Euro, ohne Gewähr)\n";
    private const string Table = "customer;date;amount\nJosé;2025-01-01;1,50\nZoë;soon;2,25\nZoë;2025-01-02;2,25\n";
    private const string Skip = """{"skipLines":3}""";

    static SkipLinesTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData(";", "\n", "utf-8", false, false)]
    [InlineData(";", "\r\n", "utf-8", true, false)]
    [InlineData(";", "\r", "utf-8", false, false)]
    [InlineData(";", "\r\n", "utf-8", true, true)]
    [InlineData(";", "\r\n", "utf-16", true, false)]
    [InlineData(";", "\n", "utf-16", false, true)]
    [InlineData(";", "\r\n", "utf-16BE", false, false)]
    [InlineData(";", "\r\n", "windows-1252", false, true)]
    [InlineData("\t", "\n", "utf-8", false, false)]
    public async Task RunAsync_TitlesAboveTheTable_ArePassedOver(string delimiter, string lineEnd, string encoding, bool marked, bool packed)
    {
        string table = Table.Replace(";", delimiter, StringComparison.Ordinal);
        IngestRun bare = await IngestRun.OfTextAsync(table);
        IngestRun run = await IngestRun.OfBytesAsync(Written(Titles + table, lineEnd, encoding, marked, packed), Skip);
        Assert.Equal(BatchStatus.Ready, run.Report.Status);
        Assert.Equal(bare.Rows, run.Rows);
        Assert.Equal(new RowCounts(3, 2, 1), run.Report.Rows);
        Assert.Equal("6,2,bad_date,soon,the date is missing or cannot be read", Assert.Single(run.RejectLines));
    }

    [Fact]
    public async Task RunAsync_CommaAndNoHeader_BeginsWithTheFirstRow()
    {
        const string Mapping = """{"skipLines":2,"header":false,"columns":{"customer":1,"date":2,"amount":3}}""";
        IngestRun run = await IngestRun.OfTextAsync("Sales; all shops; all days\r\nDrawn up: today\r\nc,2025-01-01,1.50\r\n,2025-01-01,1\r\nd,2025-01-02,2\r\n", Mapping);
        Assert.Equal([("c", 15_000L), ("d", 20_000)], run.Rows.Select(static row => (row.Customer, row.Amount)));
        Assert.Equal("4,1,no_customer,,the row names no customer", Assert.Single(run.RejectLines));
        Assert.Equal(",", run.Report.Mapping!.Delimiter);
    }

    [Fact]
    public async Task RunAsync_BlankAndNamingLinesBelow_KeepTheLineNumbersOfTheFile()
    {
        IngestRun run = await IngestRun.OfTextAsync("Report\nsep=;\n\ncustomer;date;amount\n;2025-01-01;1\nc;2025-01-01;1\n", """{"skipLines":1}""");
        Assert.Equal("5,1,no_customer,,the row names no customer", Assert.Single(run.RejectLines));
        Assert.Equal(1, run.Report.Rows.Accepted);
    }

    [Fact]
    public async Task RunAsync_TitlesLongerThanTheSample_ArePassedOver()
    {
        string titles = string.Concat(Enumerable.Range(0, 1000).Select(static i => new string('x', i % 97) + "\r\n"));
        byte[] file = [.. Encoding.ASCII.GetBytes(titles), .. Written(Table, "\r\n", "windows-1252", marked: false, packed: false)];
        IngestRun run = await IngestRun.OfBytesAsync(file, """{"skipLines":1000}""", IngestOptions.Default with { SampleBytes = 1024, Workers = 2 });
        Assert.Equal(["José", "Zoë"], run.Rows.Select(static row => row.Customer));
        Assert.Equal("windows-1252", run.Report.Mapping!.Encoding);
        Assert.Equal("1003,", Assert.Single(run.RejectLines)[..5]);
    }

    [Fact]
    public async Task RunAsync_Utf16WithoutMarkUnderForeignTitles_IsJudgedByTheTable()
    {
        string titles = string.Concat(Enumerable.Repeat("销售报告二〇二五年\n", 300));
        byte[] file = Encoding.Unicode.GetBytes(titles + Table);
        IngestRun run = await IngestRun.OfBytesAsync(file, """{"skipLines":300}""");
        Assert.Equal(("utf-16le", 2L), (run.Report.Mapping!.Encoding, run.Report.Rows.Accepted));
    }

    [Fact]
    public async Task RunAsync_ReadAgain_PassesOverTheLinesAgain()
    {
        string early = "Report\nof all\ncustomer,date,amount\n" + string.Concat(Enumerable.Repeat("c,03/04/2025,1\n", 30_000));
        IngestRun run = await IngestRun.OfTextAsync(early + "c,04/13/2025,1\n", """{"skipLines":2}""");
        Assert.Equal((30_001L, 2), (run.Report.Rows.Accepted, run.Readings));
        Assert.Equal(new DateTimeOffset(2025, 3, 4, 0, 0, 0, TimeSpan.Zero), run.Report.First);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1000)]
    public async Task RunAsync_NoLineLeft_IsQuarantinedWithTheReason(int lines)
    {
        IngestRun run = await IngestRun.OfTextAsync(Titles + Table, string.Create(CultureInfo.InvariantCulture, $$"""{"skipLines":{{lines}}}"""));
        Assert.Equal(BatchStatus.Quarantined, run.Report.Status);
        Assert.Contains($"\"skipLines\": {lines}", Assert.Single(run.Report.Failure!.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_TooManyLinesSkipped_NamesTheLineThatIsTakenForTheHeader()
    {
        IngestRun run = await IngestRun.OfTextAsync(Titles + Table, """{"skipLines":4}""");
        Assert.Contains("line 5 looks like data", run.Report.Failure!.Problems[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Hint_IsWhatLetsTheFileBeRead()
    {
        IngestRun refused = await IngestRun.OfTextAsync(Titles + Table);
        Assert.Equal("line 4 looks like the column names: add \"skipLines\": 3 to mapping.json, so that the lines above it are passed over", refused.Report.Failure!.Problems[^1]);
        IngestRun once = await IngestRun.OfTextAsync("Report\nof all\ncustomer,date,amount\nc,2025-01-01,1\n", """{"skipLines":1}""");
        Assert.Contains("\"skipLines\": 2 ", once.Report.Failure!.Problems[^1], StringComparison.Ordinal);
        IngestRun read = await IngestRun.OfTextAsync("Report\nof all\ncustomer,date,amount\nc,2025-01-01,1\n", """{"skipLines":2}""");
        Assert.Equal(1, read.Report.Rows.Accepted);
    }

    [Fact]
    public async Task PreviewAsync_TitlesAboveTheTable_ArePassedOver()
    {
        BatchPreview preview = await new BatchPreviewer(IngestOptions.Default, TimeProvider.System).PreviewAsync(
            new MemoryContent("orders.csv", Encoding.UTF8.GetBytes(Titles + Table)), MappingOverride.Parse(Encoding.UTF8.GetBytes(Skip)), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["José", "Zoë"], preview.FirstRows.Select(static row => row.CustomerId));
        Assert.Equal(6, Assert.Single(preview.FirstRejects).Line);
    }

    [Fact]
    public async Task RunAsync_Parquet_IsReadWholeAndSaysSo()
    {
        string path = Path.Combine(Path.GetTempPath(), $"skip-lines-{Guid.NewGuid():N}.parquet");
        try
        {
            using (var connection = new DuckDBConnection("DataSource=:memory:"))
            {
                connection.Open();
                using DuckDBCommand command = connection.CreateCommand();
                command.CommandText = $"COPY (SELECT 'c' || i AS customer, DATE '2025-01-01' AS date, 1.5 AS amount FROM range(5) r(i)) TO '{path}' (FORMAT parquet)";
                command.ExecuteNonQuery();
            }
            IngestRun run = await IngestRun.OfAsync(new FileContent(path), Skip);
            Assert.Equal(5, run.Report.Rows.Accepted);
            Assert.Contains(run.Report.Mapping!.Notes, static note => note.Contains("skipLines", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public void Parse_OutOfRange_IsNamedBesideOtherMistakes(int lines)
    {
        FormatException wrong = Assert.Throws<FormatException>(() => MappingOverride.Parse(Encoding.UTF8.GetBytes($$"""{"skipLines":{{lines}},"delimiter":"ab"}""")));
        Assert.Contains($"skipLines is {lines}; it must lie between 0 and 1000", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("'ab'", wrong.Message, StringComparison.Ordinal);
    }

    private static byte[] Written(string text, string lineEnd, string encoding, bool marked, bool packed)
    {
        var form = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. marked ? form.GetPreamble() : [], .. form.GetBytes(text.Replace("\n", lineEnd, StringComparison.Ordinal))];
        if (!packed)
            return bytes;
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return target.ToArray();
    }
}
