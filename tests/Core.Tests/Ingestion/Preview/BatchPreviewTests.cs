using System.Text;
using DuckDB.NET.Data;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Preview;

public sealed class BatchPreviewTests
{
    private const string Text = "customer,order,date,amount\nc,o1,03/04/2025,-1.5\nd,\"o\"\"2\",04/05/2025,x\nd,o3,05/06/20";

    [Fact]
    public async Task PreviewAsync_BeginningOfAFile_ShowsRowsRejectsAndTheOpenQuestion()
    {
        BatchPreview preview = await PreviewAsync(Text, contentIsWhole: false);
        Assert.Equal(new RowCounts(2, 1, 1), preview.Rows);
        PreviewRow row = Assert.Single(preview.FirstRows);
        Assert.Equal(("c", "o1", "refund", -1.5m), (row.CustomerId, row.OrderId, row.Kind, row.Amount));
        Assert.Equal(new RowReject(3, 4, "bad_amount", "x", "the amount is missing or cannot be read"), Assert.Single(preview.FirstRejects));
        Assert.Contains("dayMonthOrder", preview.Question, StringComparison.Ordinal);
        Assert.False(preview.IsWhole);
        Assert.Contains("\"firstRows\"", preview.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PreviewAsync_WholeFile_CountsItsLastRow() =>
        Assert.Equal(3, (await PreviewAsync(Text, contentIsWhole: true)).Rows.Read);

    [Theory]
    [InlineData("customer,date,amount\n", true, true)]
    [InlineData("customer,date,amount\n", false, false)]
    [InlineData("customer,date,amount\nc,2025-01-01,1\n", true, false)]
    public async Task PreviewAsync_HeaderAlone_IsToldWhereTheFileIsWhole(string text, bool contentIsWhole, bool isTold) =>
        Assert.Equal(isTold, (await PreviewAsync(text, contentIsWhole)).Mapping!.Notes.Contains("the file has a header and no rows"));

    [Theory]
    [InlineData("x", true)]
    [InlineData("2", false)]
    public async Task PreviewAsync_MoreRejectsThanAFileMayHave_SaysThatItIsHeld(string amount, bool isHeld) =>
        Assert.Equal(isHeld, (await PreviewAsync($"customer,date,amount\nc,2025-01-01,1\nd,2025-01-01,x\ne,2025-01-01,{amount}\nf,2025-01-01,{amount}\n", contentIsWhole: true)).WouldBeHeld);

    [Fact]
    public async Task PreviewAsync_NothingToMap_SaysWhatIsMissing() =>
        Assert.Equal(["customer", "date", "amount"], (await PreviewAsync("a,b\n1,2\n", contentIsWhole: true)).Failure!.LookedFor.Keys);

    [Fact]
    public async Task PreviewAsync_Parquet_ShowsRowsAndRejectsUnderTheMapping()
    {
        byte[] file = Parquet("SELECT 'c' || i AS wer, CASE WHEN i = 2 THEN NULL ELSE DATE '2025-01-01' + i::INT END AS wann, (i - 1)::DECIMAL(9,2) AS was, {'a': i} AS nested FROM range(4) r(i)");
        MappingOverride mapping = MappingOverride.Parse("""{"columns":{"customer":"wer","date":"wann","amount":"was"},"constants":{"currency":"GBP"}}"""u8);
        BatchPreview preview = await PreviewerOf().PreviewAsync(new MemoryContent("a.parquet", file), mapping, contentIsWhole: false, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Null(preview.Failure);
        Assert.Equal((new RowCounts(4, 3, 1), true, "parquet"), (preview.Rows, preview.IsWhole, preview.Mapping!.Format));
        Assert.Equal([("c0", "refund", -1m, "GBP"), ("c1", "purchase", 0m, "GBP"), ("c3", "purchase", 2m, "GBP")], preview.FirstRows.Select(static row => (row.CustomerId, row.Kind, row.Amount, row.Currency)));
        Assert.Equal((3, "bad_date"), (Assert.Single(preview.FirstRejects).Line, preview.FirstRejects[0].Code));
        Assert.Contains(preview.Mapping.Notes, static note => note.Contains("nested", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PreviewAsync_LongParquet_LooksAtItsFirstRowGroups()
    {
        byte[] file = Parquet("SELECT i AS customer_id, TIMESTAMP '2025-01-01' AS date, 1.5 AS amount FROM range(100000) r(i)", "(FORMAT parquet, ROW_GROUP_SIZE 4096)");
        BatchPreview preview = await PreviewerOf().PreviewAsync(new MemoryContent("a.parquet", file), cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(preview.IsWhole);
        Assert.InRange(preview.Rows.Read, 10_000, 20_000);
        Assert.Equal(20, preview.FirstRows.Count);
    }

    [Fact]
    public async Task PreviewAsync_BeginningOfAParquetFile_AsksForTheWhole()
    {
        byte[] file = Parquet("SELECT i AS customer_id, TIMESTAMP '2025-01-01' AS date, 1.5 AS amount FROM range(1000) r(i)");
        BatchPreview preview = await PreviewerOf().PreviewAsync(new MemoryContent("a.parquet", file.AsMemory(0, 500)), contentIsWhole: false, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("whole file", preview.Failure!.Problems[0], StringComparison.Ordinal);
    }

    private static byte[] Parquet(string query, string format = "(FORMAT parquet)")
    {
        string path = Path.Combine(Path.GetTempPath(), $"preview-{Guid.NewGuid():N}.parquet");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"COPY ({query}) TO '{path}' {format}";
        command.ExecuteNonQuery();
        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }

    private static BatchPreviewer PreviewerOf() => new(IngestOptions.Default, new FakeTimeProvider(IngestRun.Now));

    private static Task<BatchPreview> PreviewAsync(string text, bool contentIsWhole) =>
        PreviewerOf().PreviewAsync(
            new MemoryContent("orders.csv", Encoding.UTF8.GetBytes(text)), contentIsWhole: contentIsWhole, cancellationToken: TestContext.Current.CancellationToken);
}
