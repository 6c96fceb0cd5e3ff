using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Ingestion;

public sealed class BatchIngestTests
{
    [Fact]
    public async Task RunAsync_EveryFault_IsCountedAndListedInRowOrder()
    {
        string text = string.Join('\n',
            "customer_id,order_id,date,amount,currency,line_no",
            "c1,o1,2026-01-05,10.50,EUR,1",
            ",o2,2026-01-05,1,EUR,1",
            "c2,o3,soon,1,EUR,1",
            "c3,o4,2026-05-01,1,EUR,1",
            "c4,o5,1900-01-01,1,EUR,1",
            "c5,o6,2026-01-05,ten,EUR,1",
            "c6,o7,2026-01-05,1e18,EUR,1",
            "c7,o8,2026-01-05,=1+1,EUR,1",
            "c8,o9,2026-01-05,1,EURO,1",
            "c9,o10,2026-01-05,1,EUR,first",
            "c10,o11,2026-01-05,1,EUR",
            "c11,\"o12,2026-01-05,1,EUR,1",
            new string('x', 300) + ",o13,2026-01-05,1,EUR,1",
            "c12,o14,2026-01-05,-4.25,eur,2",
            "");
        IngestRun run = await IngestRun.OfTextAsync(text, options: IngestOptions.Default with { MaxRejectRate = 1 });

        Assert.Equal(new RowCounts(14, 2, 12), run.Report.Rows);
        Assert.Equal(
            [
                "3,1,no_customer,,the row names no customer",
                "4,3,bad_date,soon,the date is missing or cannot be read",
                "5,3,date_in_future,2026-05-01,the date lies in the future",
                "6,3,date_before_floor,1900-01-01,the date lies before the earliest accepted date",
                "7,4,bad_amount,ten,the amount is missing or cannot be read",
                "8,4,amount_overflow,1e18,the amount is larger than 100000000000 (a hundred billion)",
                "9,4,bad_amount,'=1+1,the amount is missing or cannot be read",
                "10,5,unknown_currency,EURO,the currency is neither an ISO 4217 code nor a sign of one currency alone",
                "11,6,bad_line_number,first,the line number is not a whole number",
                "12,0,wrong_field_count,\"c10,o11,2026-01-05,1,EUR\",the number of fields differs from the header's",
                "13,0,unbalanced_quote,\"c11,\"\"o12,2026-01-05,1,EUR,1\",a quoted field is not closed properly",
                $"14,1,too_long,{new string('x', 200)},the text is longer than is kept",
            ],
            run.RejectLines);
        Assert.Equal(6.25m, run.Report.Money.Accepted);
        Assert.Equal(10.50m, run.Report.Money.Purchases);
        Assert.Equal(-4.25m, run.Report.Money.Refunds);
        Assert.Equal(7m, run.Report.Money.Rejected);
        Assert.Equal(5, run.Report.RejectsWithoutMoney);
        Assert.Equal(new CurrencyTotals("EUR", 2, 6.25m, 10.50m, -4.25m), Assert.Single(run.Report.Currencies));
        Assert.Equal("xxh128:", run.Report.ContentHash?[..7]);
    }

    [Fact]
    public async Task RunAsync_HeaderAlone_IsReadyAndTold()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,date,amount\n");
        Assert.Equal((BatchStatus.Ready, 0L), (run.Report.Status, run.Report.Rows.Read));
        Assert.Contains("the file has a header and no rows", run.Report.Mapping!.Notes);
    }

    [Fact]
    public async Task RunAsync_AnyChunkSizeAndWorkerCount_GivesTheSame()
    {
        string text = MixedFile(400);
        IngestRun whole = await IngestRun.OfTextAsync(text, options: Options(1 << 20, 1));
        Assert.True(whole.Report.Rows.Rejected > 20 && whole.Report.Rows.Accepted > 200);
        Prop.ForAll(Gen.Choose(1, 3000).ToArbitrary(), Gen.Choose(1, 6).ToArbitrary(), (chunkBytes, workers) =>
        {
            IngestRun split = IngestRun.OfTextAsync(text, options: Options(chunkBytes, workers)).GetAwaiter().GetResult();
            return split.Report.ToJson() == whole.Report.ToJson() && split.Rejects == whole.Rejects && split.Rows.SequenceEqual(whole.Rows);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

        static IngestOptions Options(int chunkBytes, int workers) => IngestOptions.Default with { ChunkBytes = chunkBytes, Workers = workers };
    }

    [Fact]
    public async Task RunAsync_KindsOfMoney_FollowTheRule()
    {
        IngestRun run = await IngestRun.OfTextAsync(string.Join('\n',
            "cust,invoice,date,price,qty,type",
            "c,1,2026-01-01,2.50,3,sale",
            "c,2,2026-01-01,2.50,-1,sale",
            "c,3,2026-01-01,-2.50,2,sale",
            "c,4,2026-01-01,2.50,2,Refund",
            "c,5,2026-01-01,0,5,sale",
            "c,6,2026-01-01,2.00005,1,sale"));
        Assert.Equal(
            [
                (75_000L, TransactionKind.Purchase), (-25_000, TransactionKind.Refund), (-50_000, TransactionKind.Refund),
                (-50_000, TransactionKind.Refund), (0, TransactionKind.Free), (20_000, TransactionKind.Purchase),
            ],
            run.Rows.Select(row => (row.Amount, row.Kind)));
        Assert.Equal(1, run.Report.RoundedAmounts);
    }

    [Fact]
    public async Task RunAsync_AmountColumn_WinsOverPriceAndKeepsZeroAsPurchase()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer;date;unit price;quantity;amount\nc;2026-01-01;9;9;5\nc;2026-01-02;0;1;0\nc;2026-01-03;9;-1;5\n");
        Assert.Equal([(50_000L, TransactionKind.Purchase), (0, TransactionKind.Purchase), (-50_000, TransactionKind.Refund)], run.Rows.Select(row => (row.Amount, row.Kind)));
        Assert.Equal(";", run.Report.Mapping?.Delimiter);
    }

    [Fact]
    public async Task RunAsync_OneIdNotAFloat_KeepsAllIdsAndReadsAgain()
    {
        var text = new StringBuilder("customer_id,date,amount\n");
        for (int i = 0; i < 40_000; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i % 500}.0,2026-01-01,1\n");
        IngestRun floats = await IngestRun.OfTextAsync(text.ToString());
        IngestRun mixed = await IngestRun.OfTextAsync(text + "A7,2026-01-01,1\n");

        Assert.Contains(floats.Rows, row => row.Customer == "499");
        Assert.Equal((500L, 1), (floats.Report.Customers, floats.Readings));
        Assert.Contains(mixed.Rows, row => row.Customer == "499.0");
        Assert.Equal((501L, 2), (mixed.Report.Customers, mixed.Readings));
    }

    [Fact]
    public async Task RunAsync_DayMonthOrder_IsResolvedFromTheWholeColumn()
    {
        string early = "customer,date,amount\n" + string.Concat(Enumerable.Repeat("c,03/04/2025,1\n", 30_000));
        IngestRun dayFirst = await IngestRun.OfTextAsync(early + "c,13/04/2025,1\n");
        IngestRun monthFirst = await IngestRun.OfTextAsync(early + "c,04/13/2025,1\n");
        IngestRun open = await IngestRun.OfTextAsync(early);
        IngestRun both = await IngestRun.OfTextAsync(early + "c,13/04/2025,1\nc,04/13/2025,1\n");
        IngestRun told = await IngestRun.OfTextAsync(early + "c,13/04/2025,1\n", """{"dayMonthOrder":"monthFirst"}""");

        Assert.Equal(new DateTimeOffset(2025, 4, 3, 0, 0, 0, TimeSpan.Zero), dayFirst.Report.First);
        Assert.Equal(new DateTimeOffset(2025, 3, 4, 0, 0, 0, TimeSpan.Zero), monthFirst.Report.First);
        Assert.Equal(30_001, monthFirst.Report.Rows.Accepted);
        Assert.Equal(BatchStatus.Quarantined, open.Report.Status);
        Assert.Contains("ambiguous_date", Assert.Single(open.Report.Failure!.Problems), StringComparison.Ordinal);
        Assert.Equal(BatchStatus.Quarantined, both.Report.Status);
        Assert.Equal(1, told.Report.RejectsByReason["bad_date"]);
    }

    [Fact]
    public async Task RunAsync_DecimalComma_IsResolvedFromTheWholeColumn()
    {
        string early = "customer;date;amount\n" + string.Concat(Enumerable.Repeat("c;2025-01-01;1.234\n", 30_000));
        IngestRun comma = await IngestRun.OfTextAsync(early + "c;2025-01-02;1,5\n");
        IngestRun point = await IngestRun.OfTextAsync(early + "c;2025-01-02;1.5\n");
        Assert.Equal((30_000 * 1234m) + 1.5m, comma.Report.Money.Accepted);
        Assert.Equal((30_000 * 1.234m) + 1.5m, point.Report.Money.Accepted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("hello world")]
    [InlineData("\"never closed")]
    [InlineData("a,b,c\n1,2,3\n")]
    [InlineData("PK\u0003\u0004\0\0\0\0")]
    public async Task RunAsync_NothingToMap_IsQuarantinedWithAReport(string text)
    {
        IngestRun run = await IngestRun.OfTextAsync(text);
        Assert.Equal(BatchStatus.Quarantined, run.Report.Status);
        Assert.NotEmpty(run.Report.Failure!.Problems);
        Assert.Equal(run.Report.ToJson(), BatchReport.FromJson(run.Report.ToJson()).ToJson());
    }

    [Fact]
    public async Task RunAsync_NoDateColumn_SaysWhatWasLookedForAndFound()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer_id,when bought,amount\nc,2026-01-01,1\n");
        Assert.Equal("date", Assert.Single(run.Report.Failure!.LookedFor).Key);
        Assert.Equal(["customer_id", "when bought", "amount"], run.Report.Failure.Found);
    }

    [Fact]
    public async Task RunAsync_MostRowsRefused_IsHeld()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,date,amount\nc,2026-01-01,1\nc,x,1\nc,x,1\n,x,1\n");
        Assert.Equal(BatchStatus.Held, run.Report.Status);
    }

    [Fact]
    public async Task RunAsync_HeaderOnly_IsReadyWithoutRows()
    {
        IngestRun run = await IngestRun.OfTextAsync("\uFEFFcustomer,date,amount\r\n");
        Assert.Equal((BatchStatus.Ready, 0L), (run.Report.Status, run.Report.Rows.Read));
        Assert.Equal("customer", run.Report.Mapping!.Columns[0].Name);
    }

    /// <summary>Rows of all kinds, good and bad, with quotes and line breaks inside.</summary>
    private static string MixedFile(int rows)
    {
        var random = new System.Random(7);
        var text = new StringBuilder("Customer ID,Order No,Date,Amount,Product,Currency\r\n");
        for (int i = 0; i < rows; i++)
        {
            string product = random.Next(4) switch { 0 => "\"a, \"\"b\"\"\nc\"", 1 => "5\" pipe", 2 => "é,", _ => "plain" };
            string customer = random.Next(10) == 0 ? "" : $"c{random.Next(50)}";
            string date = random.Next(15) == 0 ? "never" : $"{random.Next(1, 29):00}.{random.Next(1, 13):00}.2025";
            text.Append(CultureInfo.InvariantCulture, $"{customer},o{i / 3},{date},{random.Next(-500, 5000) / 100.0},{product},{(random.Next(2) == 0 ? "EUR" : "usd")}")
                .Append(random.Next(30) == 0 ? "\"" : "").Append(random.Next(2) == 0 ? "\n" : "\r\n");
        }
        return text.ToString();
    }
}
