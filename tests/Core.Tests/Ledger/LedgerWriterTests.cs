using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Ledger;

public sealed class LedgerWriterTests
{
    private static readonly LedgerWriterOptions SmallGroups = new() { RowGroupRows = 300 };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 3)]
    [InlineData(5_000, 400)]
    [InlineData(5_000, 1)]
    public async Task CompleteAsync_KeepsEveryRow(int count, int customers)
    {
        SampleRow[] rows = SampleRow.Make(7, count, customers);
        var store = new MemoryLedgerStore();
        LedgerContent content = await LedgerFixture.WriteAsync(store, "b", rows, SmallGroups);
        Assert.Equal(["b.parquet"], store.Names);
        Assert.Equal(count, content.Rows);
        Assert.Equal(rows.Select(row => row.Customer).Distinct().Count(), content.Customers);

        List<HistoryRecord> histories = await LedgerFixture.ReadAsync(store, content.ToLedgerFiles("s", "b", 1));
        Assert.Equal(content.Customers, histories.Count);
        Assert.Equal(histories.OrderBy(h => h.Key).ToList(), histories);
        var expected = rows.GroupBy(row => row.Customer).ToDictionary(group => group.Key, Expected);
        foreach (HistoryRecord history in histories)
            Assert.Equal(expected[history.Id], Sorted(history.Lines));
    }

    [Fact]
    public async Task CompleteAsync_GivesEqualBytesForRowsInAnyOrder()
    {
        SampleRow[] rows = SampleRow.Make(3, 4_000, 300);
        var first = new MemoryLedgerStore();
        await LedgerFixture.WriteAsync(first, "b", rows, SmallGroups);
        new Random(1).Shuffle(rows);
        var second = new MemoryLedgerStore();
        await using var writer = new LedgerWriter(second, "b", SmallGroups with { EncodingThreads = 3 }, LedgerFixture.Attributes);
        LedgerAppender[] appenders = [writer.CreateAppender(), writer.CreateAppender(), writer.CreateAppender()];
        await Task.WhenAll(appenders.Select((appender, i) => Task.Run(() =>
        {
            for (int r = i; r < rows.Length; r += appenders.Length)
                rows[r].AppendTo(appender);
        })));
        await writer.CompleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal(first["b.parquet"], second["b.parquet"]);
    }

    [Fact]
    public async Task CompleteAsync_SumsMoneyByCurrency()
    {
        SampleRow[] rows = SampleRow.Make(5, 1_000, 30);
        LedgerContent content = await LedgerFixture.WriteAsync(new MemoryLedgerStore(), "b", rows);
        Assert.Equal([null, "EUR", "GBP"], content.Totals.Select(totals => totals.Currency));
        foreach (LedgerTotals totals in content.Totals)
        {
            Assert.Equal(Sum(totals.Currency, TransactionKind.Purchase), (totals.PurchaseRows, totals.Purchases.TenThousandths));
            Assert.Equal(Sum(totals.Currency, TransactionKind.Refund), (totals.RefundRows, totals.Refunds.TenThousandths));
            Assert.Equal(Sum(totals.Currency, TransactionKind.Free), (totals.FreeRows, totals.Free.TenThousandths));
        }

        (long, Int128) Sum(string? currency, TransactionKind kind)
        {
            SampleRow[] some = [.. rows.Where(row => row.Currency == currency && row.Kind == kind)];
            return (some.Length, some.Sum(row => row.Amount));
        }
    }

    [Fact]
    public async Task FlushIfNeededAsync_WritesRunsThatMergeToTheSameHistories()
    {
        SampleRow[] rows = SampleRow.Make(11, 60_000, 2_000);
        var whole = new MemoryLedgerStore();
        LedgerContent one = await LedgerFixture.WriteAsync(whole, "b", rows);
        var parts = new MemoryLedgerStore();
        LedgerContent several = await LedgerFixture.WriteAsync(parts, "b", rows, new LedgerWriterOptions { MemoryBudgetBytes = 1 << 20, RowGroupRows = 1_000 });
        Assert.True(several.Files.Count > 2, $"{several.Files.Count} files");
        Assert.Equal(one.Customers, several.Customers);
        Assert.Equal(one.Rows, several.Rows);
        Assert.Equal(several.Files.Select(file => file.Name).Order(StringComparer.Ordinal), parts.Names);
        Assert.Equal(
            await LedgerFixture.ReadAsync(whole, one.ToLedgerFiles("s", "b", 1)),
            await LedgerFixture.ReadAsync(parts, several.ToLedgerFiles("s", "b", 1)));
    }

    [Fact]
    public async Task AbortAsync_LeavesNothing()
    {
        var store = new MemoryLedgerStore();
        await using var writer = new LedgerWriter(store, "b", new LedgerWriterOptions { MemoryBudgetBytes = 1 << 20 }, LedgerFixture.Attributes);
        LedgerAppender appender = writer.CreateAppender();
        foreach (SampleRow row in SampleRow.Make(11, 40_000, 2_000))
        {
            row.AppendTo(appender);
            await appender.FlushIfNeededAsync(TestContext.Current.CancellationToken);
        }
        Assert.NotEmpty(store.Names);
        await writer.AbortAsync(TestContext.Current.CancellationToken);
        Assert.Empty(store.Names);
    }

    [Fact]
    public async Task CompleteAsync_WithoutRows_WritesNoFile()
    {
        var store = new MemoryLedgerStore();
        LedgerContent content = await LedgerFixture.WriteAsync(store, "b", []);
        Assert.Empty(content.Files);
        Assert.Empty(store.Names);
    }

    private static string Expected(IEnumerable<SampleRow> rows) => Sorted(string.Concat(rows.Select(row =>
    {
        string[] attributes = [.. row.Attributes.Split('\u001F'), ""];
        return $"{row.Micros} {row.Amount} {row.Kind} {row.Currency}|{row.Channel}|{row.Product}|{row.Country}|{attributes[0]}|{attributes[1]}#\n";
    })));

    private static string Sorted(string lines) => string.Join('\n', lines
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('#')[0])
        .Order(StringComparer.Ordinal));
}
