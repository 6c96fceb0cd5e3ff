using System.Text;
using DuckDB.NET.Data;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Ingestion.Mapping;

public sealed class FreeLinesTests
{
    private const string Refuse = """{"freeLines":"refuse"}""";
    private const string Prices = "customer,date,price,quantity,type\na,2025-01-01,2.50,3,sale\nb,2025-01-01,0.00,3,sale\nc,2025-01-01,2.50,0,sale\nd,2025-01-01,0,0,Refund\n" +
        "e,2025-01-01,0.00001,1,sale\nf,2025-01-01,-0,-2,sale\n,2025-01-01,0,1,sale\ng,soon,0,1,sale\nh,2025-01-01,2.50,-1,sale\n";

    [Theory]
    [InlineData(",", "\n", false)]
    [InlineData(";", "\r\n", false)]
    [InlineData(";", "\r\n", true)]
    public async Task RunAsync_Refused_ListsEveryZeroWithItsColumn(string delimiter, string lineEnd, bool isWide)
    {
        string text = Prices.Replace(",", delimiter, StringComparison.Ordinal).Replace("\n", lineEnd, StringComparison.Ordinal);
        IngestRun run = await IngestRun.OfBytesAsync((isWide ? Encoding.Unicode : Encoding.UTF8).GetBytes(text), """{"freeLines":"refuse","maximumRejectRate":1}""");
        Assert.Equal(
            [("a", 75_000L, TransactionKind.Purchase), ("e", 0, TransactionKind.Purchase), ("h", -25_000, TransactionKind.Refund)],
            run.Rows.Select(static row => (row.Customer, row.Amount, row.Kind)));
        Assert.Equal(
            [
                "3,3," + Told("0.00"), "4,4," + Told("0"), "5,3," + Told("0"), "7,3," + Told("'-0"),
                "8,1,no_customer,,the row names no customer", "9,2,bad_date,soon,the date is missing or cannot be read",
            ],
            run.RejectLines);
        Assert.Equal((new RowCounts(9, 3, 6), 4L), (run.Report.Rows, run.Report.RejectsByReason["zero_price"]));
        Assert.Equal((0L, 0m, 5m, 0L), (run.Report.RejectsWithoutMoney, run.Report.Money.Rejected, run.Report.Money.Accepted, run.Report.Kinds.Free));
    }

    [Fact]
    public async Task RunAsync_ZeroAmounts_AreRefusedWhateverTheQuantity()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer;date;amount;quantity\na;2025-01-01;0,00;1\nb;2025-01-01;5,00;0\nc;2025-01-01;5,00;1\nd;2025-01-01;\"0\";-1\n", Refuse);
        Assert.Equal([("b", 50_000L), ("c", 50_000)], run.Rows.Select(static row => (row.Customer, row.Amount)));
        Assert.Equal(["2,3," + Told("\"0,00\""), "5,3," + Told("0")], run.RejectLines);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"freeLines":"keep"}""")]
    public async Task RunAsync_Kept_CountsThemApart(string? mapping)
    {
        IngestRun run = await IngestRun.OfTextAsync(Prices, mapping);
        Assert.Equal(new KindCounts(2, 3, 2), run.Report.Kinds);
        Assert.DoesNotContain("zero_price", run.Report.RejectsByReason.Keys);
    }

    [Theory]
    [InlineData("price", "BIGINT", 3)]
    [InlineData("price", "DECIMAL(9,2)", 3)]
    [InlineData("price", "DOUBLE", 3)]
    [InlineData("price", "VARCHAR", 3)]
    [InlineData("amount", "BIGINT", 2)]
    [InlineData("amount", "DECIMAL(18,4)", 2)]
    [InlineData("amount", "DECIMAL(24,8)", 2)]
    [InlineData("amount", "FLOAT", 2)]
    public async Task RunAsync_ParquetColumns_RefuseTheSame(string name, string type, int refused)
    {
        string path = Path.Combine(Path.GetTempPath(), $"free-lines-{Guid.NewGuid():N}.parquet");
        try
        {
            using (var connection = new DuckDBConnection("DataSource=:memory:"))
            {
                connection.Open();
                using DuckDBCommand command = connection.CreateCommand();
                command.CommandText = $"COPY (SELECT 'c' || i AS customer, DATE '2025-01-01' AS date, (i % 3)::{type} AS {name}, CASE WHEN i = 4 THEN 0 ELSE 2 END AS quantity FROM range(6) r(i)) TO '{path}' (FORMAT parquet)";
                command.ExecuteNonQuery();
            }
            IngestRun run = await IngestRun.OfAsync(new FileContent(path), """{"freeLines":"refuse","maximumRejectRate":1}""");
            Assert.Equal(new RowCounts(6, 6 - refused, refused), run.Report.Rows);
            Assert.Equal(refused, run.Report.RejectsByReason["zero_price"]);
            Assert.Equal((0L, 0m), (run.Report.RejectsWithoutMoney, run.Report.Money.Rejected));
            IngestRun kept = await IngestRun.OfAsync(new FileContent(path));
            Assert.Equal((6L, run.Report.Money.Accepted), (kept.Report.Rows.Accepted, kept.Report.Money.Accepted));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Parse_OtherWord_IsNamedBesideOtherMistakes()
    {
        FormatException wrong = Assert.Throws<FormatException>(static () => MappingOverride.Parse("""{"freeLines":"drop","skipLines":-1}"""u8));
        Assert.Contains("freeLines 'drop' is neither 'keep' nor 'refuse'", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("skipLines is -1", wrong.Message, StringComparison.Ordinal);
    }

    private static string Told(string value) => $"zero_price,{value},a price or amount or quantity is zero and the mapping refuses free lines";
}
