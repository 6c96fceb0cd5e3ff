using System.Text;
using DuckDB.NET.Data;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Mapping;

public sealed class SerialDateHintTests
{
    private const string Text = "customer;date;amount\nc;45658;1\nd;45658,354166666664;2\ne;60;3\nf;soon;4\ng;45659;5\n";
    private const string Excel = """{"dateFormats":["excel"],"timeZone":"Europe/Berlin"}""";

    public static TheoryData<string, bool> Files => new() { { Text, false }, { Text.Replace("\n", "\r\n", StringComparison.Ordinal), true }, { Text.Replace(',', '.').Replace(';', ','), false } };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task RunAsync_DayNumbersUnderTheWord_AreRead(string text, bool isWide)
    {
        IngestRun run = await IngestRun.OfBytesAsync((isWide ? Encoding.Unicode : Encoding.UTF8).GetBytes(text), Excel);
        Assert.Equal(
            [("c", At(2024, 12, 31, 23, 0)), ("d", At(2025, 1, 1, 7, 30)), ("g", At(2025, 1, 1, 23, 0))],
            run.Rows.Select(static row => (row.Customer, DateTimeOffset.UnixEpoch.AddMicroseconds(row.Micros))));
        Assert.Equal(
            ["4,2,bad_date,60,the date is missing or cannot be read", "5,2,bad_date,soon,the date is missing or cannot be read"],
            run.RejectLines);
        Assert.Equal((8m, 7m, 5L), (run.Report.Money.Accepted, run.Report.Money.Rejected, run.Report.Rows.Read));
        Assert.DoesNotContain(run.Report.Mapping!.Notes, IsHint);
    }

    [Fact]
    public async Task RunAsync_DayNumbersWithoutTheWord_AreToldOf()
    {
        IngestRun run = await IngestRun.OfTextAsync(Text);
        BatchPreview preview = await new BatchPreviewer(IngestOptions.Default, new FakeTimeProvider(IngestRun.Now))
            .PreviewAsync(new MemoryContent("orders.csv", Encoding.UTF8.GetBytes(Text)), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((BatchStatus.Held, 5L), (run.Report.Status, run.Report.RejectsByReason["bad_date"]));
        Assert.Contains("column 'date'", Assert.Single(run.Report.Mapping!.Notes, IsHint), StringComparison.Ordinal);
        Assert.Contains(preview.Mapping!.Notes, IsHint);
    }

    [Theory]
    [InlineData("customer,date,amount\nc,45658,1\nd,2025-01-01,1\n", null)]
    [InlineData("customer,date,amount\nc,20250101,1\n", null)]
    [InlineData("customer,date,amount\nc,95658,1\n", null)]
    [InlineData("customer,date,amount\nc,31125,1\n", """{"dateFormats":["ddMMy"]}""")]
    [InlineData("customer,date,amount\n", null)]
    public async Task RunAsync_OtherDates_AreNotToldOf(string text, string? mapping) =>
        Assert.DoesNotContain((await IngestRun.OfTextAsync(text, mapping)).Report.Mapping!.Notes, IsHint);

    [Fact]
    public async Task RunAsync_ColumnsNamedLikeDates_AreChosenByTheFormats()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,order_date,day,amount\nc,2025-01-01,45658,1\n", """{"dateFormats":["excel"]}""");
        Assert.Equal(("day", 1L), (run.Report.Mapping!.Columns.Single(static column => column.Role == ColumnRole.Date).Name, run.Report.Rows.Accepted));
    }

    [Theory]
    [InlineData("BIGINT")]
    [InlineData("DOUBLE")]
    [InlineData("DECIMAL(18,6)")]
    [InlineData("VARCHAR")]
    public async Task RunAsync_ParquetColumnOfDayNumbers_IsRead(string type)
    {
        string path = Path.Combine(Path.GetTempPath(), $"serial-dates-{Guid.NewGuid():N}.parquet");
        try
        {
            using (var connection = new DuckDBConnection("DataSource=:memory:"))
            {
                connection.Open();
                using DuckDBCommand command = connection.CreateCommand();
                command.CommandText = $"COPY (SELECT 'c' || i AS customer, (45658 + i)::{type} AS date, 1.5 AS amount FROM range(5) r(i)) TO '{path}' (FORMAT parquet)";
                command.ExecuteNonQuery();
            }
            IngestRun run = await IngestRun.OfAsync(new FileContent(path), Excel);
            Assert.Equal((5L, At(2024, 12, 31, 23, 0)), (run.Report.Rows.Accepted, run.Report.First));
            IngestRun untold = await IngestRun.OfAsync(new FileContent(path));
            Assert.Contains(untold.Report.Mapping!.Notes, IsHint);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static bool IsHint(string note) => note.Contains("\"dateFormats\": [\"excel\"]", StringComparison.Ordinal);

    private static DateTimeOffset At(int year, int month, int day, int hour, int minute) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);
}
