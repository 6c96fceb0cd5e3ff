using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Tests;

namespace ServerlessSeg.Core.Tests.Ingestion.Parquet;

public sealed class ParquetIngestTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("parquet-ingest-").FullName;

    [Theory]
    [InlineData("V1", "snappy")]
    [InlineData("V2", "zstd")]
    [InlineData("V1", "gzip")]
    [InlineData("V2", "lz4")]
    [InlineData("V1", "lz4_raw")]
    [InlineData("V2", "brotli")]
    [InlineData("V2", "uncompressed")]
    public async Task RunAsync_FileOfDuckDb_GivesTheRowsOfItsText(string version, string compression)
    {
        string text = SampleText(6_000);
        IngestRun csv = await IngestRun.OfTextAsync(text, options: IngestOptions.Default with { MaxRejectRate = 1 });
        string parquet = Converted(text, version, compression);
        foreach (int workers in new[] { 1, 3 })
        {
            IngestRun run = await IngestRun.OfAsync(new FileContent(parquet), options: IngestOptions.Default with { Workers = workers, MaxRejectRate = 1 });
            Assert.Equal(BatchStatus.Ready, run.Report.Status);
            Assert.Equal("parquet", run.Report.Mapping?.Format);
            Assert.Equal(csv.Report.Rows, run.Report.Rows);
            Assert.Equal(csv.Report.Money, run.Report.Money);
            Assert.Equal(csv.Report.RejectsByReason, run.Report.RejectsByReason);
            Assert.Equal(csv.Rows, run.Rows);
            Assert.Equal(csv.RejectLines.Select(line => line[..line.IndexOf(',', StringComparison.Ordinal)]),
                run.RejectLines.Select(line => (int.Parse(line[..line.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public async Task RunAsync_FreeLinesRefused_GivesTheRowsOfItsText()
    {
        const string Refuse = """{"freeLines":"refuse","maximumRejectRate":1}""";
        string text = SampleText(6_000);
        IngestRun csv = await IngestRun.OfTextAsync(text, Refuse);
        IngestRun run = await IngestRun.OfAsync(new FileContent(Converted(text, "V2", "zstd")), Refuse);
        Assert.InRange(run.Report.RejectsByReason["zero_price"], 100, 3_000);
        Assert.Equal(csv.Report.RejectsByReason, run.Report.RejectsByReason);
        Assert.Equal((csv.Report.Rows, csv.Report.Money, 0L), (run.Report.Rows, run.Report.Money, run.Report.Kinds.Free));
        Assert.Equal(csv.Rows, run.Rows);
    }

    [Theory]
    [InlineData("", "cancelled")]
    [InlineData("""{ "where": { "column": "state", "notIn": ["paid"] }, "status": [] }""", "filtered")]
    public async Task RunAsync_StatesAndRefunds_GiveTheRowsOfTheirText(string mapping, string leftOut)
    {
        var random = new Random(11);
        string[] states = ["paid", "paid", "cancelled", "refunded", "pending", "shipped", ""];
        string text = "customer_id,order_id,date,amount,state,order_status,refunded_amount,email\n" + string.Concat(Enumerable.Range(0, 3_000).Select(i =>
        {
            string state = states[random.Next(states.Length)];
            return $"{(i % 9 == 0 ? "" : (i % 80) + 1)},o{i},2025-01-05,{random.Next(1, 90)}.50,{state},{state},{(i % 11 == 0 ? "0.25" : "0.00")},P{i % 40}@example.com\n";
        }));
        string? given = mapping.Length == 0 ? null : mapping;
        IngestRun csv = await IngestRun.OfTextAsync(text, given), run = await IngestRun.OfAsync(new FileContent(Converted(text, "V2", "zstd")), given);

        Assert.True(csv.Report.LeftOut[leftOut] > 100);
        Assert.Equal((csv.Report.Rows, csv.Report.Money, csv.Report.Kinds), (run.Report.Rows, run.Report.Money, run.Report.Kinds));
        Assert.Equal(csv.Report.LeftOutMoney, run.Report.LeftOutMoney);
        Assert.Equal(csv.Rows, run.Rows);
        Assert.Equal(csv.Report.Mapping!.Notes, run.Report.Mapping!.Notes);
    }

    [Fact]
    public async Task RunAsync_CarriedCells_GiveTheRowsOfTheirText()
    {
        string text = "order_id,customer_id,order_date,total,product\n" + string.Concat(Enumerable.Range(0, 3_000).Select(i => $"o{i},c{i % 70},2025-01-{(i % 28) + 1:00},{i % 40}.50,A\no{i},,,,B\n"));
        IngestRun csv = await IngestRun.OfTextAsync(text), run = await IngestRun.OfAsync(new FileContent(Converted(text, "V2", "zstd")));

        Assert.Equal(3_000, csv.Report.Kinds.Free);
        Assert.Equal((csv.Report.Rows, csv.Report.Money, csv.Report.Kinds), (run.Report.Rows, run.Report.Money, run.Report.Kinds));
        Assert.Equal(csv.Rows, run.Rows);
    }

    [Fact]
    public async Task RunAsync_UciAsParquet_BalancesLikeTheText()
    {
        string csv = ReferenceData.Path("uci_online_retail.csv");
        string parquet = Path.Combine(folder, "uci.parquet");
        Execute($"COPY (SELECT * FROM read_csv('{csv}', types = {{'InvoiceNo': 'VARCHAR', 'CustomerID': 'DOUBLE'}})) TO '{parquet}' (FORMAT parquet, ROW_GROUP_SIZE 100000)");
        IngestRun run = await IngestRun.OfAsync(new FileContent(parquet));
        Assert.Equal(new RowCounts(541_909, 406_829, 135_080), run.Report.Rows);
        Assert.Equal(new KindCounts(397_884, 8_905, 40), run.Report.Kinds);
        Assert.Equal((8_911_407.904m, -611_342.09m, 4_372L), (run.Report.Money.Purchases, run.Report.Money.Refunds, run.Report.Customers));
        Assert.Contains(run.Rows, row => row.Customer == "17850");
        Assert.Contains(run.Report.Mapping!.Notes, note => note.Contains("floating-point", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_DamagedParquet_IsQuarantined()
    {
        byte[] bytes = await File.ReadAllBytesAsync(Converted(SampleText(500), "V1", "snappy"), TestContext.Current.CancellationToken);
        bytes.AsSpan(4, 2_000).Fill(0xFF);
        IngestRun damaged = await IngestRun.OfBytesAsync(bytes);
        IngestRun cut = await IngestRun.OfBytesAsync(bytes[..3_000]);
        Assert.Equal((BatchStatus.Quarantined, BatchStatus.Quarantined), (damaged.Report.Status, cut.Report.Status));
        Assert.NotEmpty(damaged.Report.Failure!.Problems);
    }

    [Fact]
    public async Task RunAsync_ParquetWithoutAmount_SaysWhatIsMissing()
    {
        IngestRun run = await IngestRun.OfAsync(new FileContent(Converted("customer_id,date,note\nc,2025-01-01,x\n", "V1", "snappy")));
        Assert.Equal("amount", Assert.Single(run.Report.Failure!.LookedFor).Key);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string SampleText(int rows)
    {
        var random = new Random(3);
        var text = new StringBuilder("customer_id,order_id,date,price,quantity,currency,line_no,product\n");
        for (int i = 0; i < rows; i++)
        {
            string customer = i % 17 == 0 ? "" : (random.Next(1, 300) * 7).ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{customer},A{i / 3},{new DateTime(i % 91 == 0 ? 1950 : 2024, 1, 1).AddMinutes(i):yyyy-MM-dd HH:mm:ss},{random.Next(0, 90_000) / 1000.0},{random.Next(-2, 9)},{(i % 5 == 0 ? "usd" : "EUR")},{i % 3},Käse {i % 9}\n");
        }
        return text.ToString();
    }

    private static void Execute(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private string Converted(string text, string version, string compression)
    {
        string csv = Path.Combine(folder, "sample.csv");
        string parquet = Path.Combine(folder, $"sample-{version}.parquet");
        File.WriteAllText(csv, text);
        Execute($"COPY (SELECT * FROM read_csv('{csv}')) TO '{parquet}' (FORMAT parquet, PARQUET_VERSION {version}, COMPRESSION {compression}, ROW_GROUP_SIZE 2048)");
        return parquet;
    }
}
