using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Tests.Ingestion;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests;

/// <summary>What README.md says of exports under "What your export may look like", statement by statement.</summary>
public sealed class ExportPageTests
{
    [Theory]
    [InlineData("customer_id", "order_date", "amount")]
    [InlineData("CustomerID", "InvoiceDate", "revenue")]
    [InlineData("client", "timestamp", "sales")]
    [InlineData("Kundennummer", "ORDER DATE", "Betrag")]
    [InlineData("客户ID", "Order-Date", "金额")]
    public async Task Columns_AreFoundByName(string customer, string date, string amount)
    {
        IngestRun run = await IngestRun.OfTextAsync($"other,{amount},{date},{customer}\nx,1.50,2025-01-01,007\n");
        Assert.Equal(("007", 15_000L), (Assert.Single(run.Rows).Customer, run.Rows[0].Amount));
        Assert.Equal(["other"], run.Report.Mapping!.Ignored);
    }

    [Theory]
    [InlineData("2026-04-03")]
    [InlineData("2026-04-03T00:00:00+00:00")]
    [InlineData("2026/4/3")]
    [InlineData("20260403")]
    [InlineData("3.4.2026")]
    [InlineData("3/4/2026 0:00")]
    [InlineData("1775174400")]
    public async Task Dates_OfEveryForm_AreRead(string date)
    {
        IngestRun run = await IngestRun.OfTextAsync($"customer;date;amount\nc;{date};1\nc;25.12.2025;1\n");
        Assert.Equal(new DateTimeOffset(2026, 4, 3, 0, 0, 0, TimeSpan.Zero), run.Report.Last);
    }

    [Fact]
    public async Task Dates_AmericanWithTime_AreRead()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer;date;amount\nc;4/3/2026 8:26;1\nc;12/25/2025 8:26;1\n");
        Assert.Equal(new DateTimeOffset(2026, 4, 3, 8, 26, 0, TimeSpan.Zero), run.Report.Last);
    }

    [Theory]
    [InlineData("1,234.50", "0.25", 12_345_000)]
    [InlineData("1.234,50", "0,25", 12_345_000)]
    [InlineData("1 234,50", "0,25", 12_345_000)]
    [InlineData("€ 12", "0,25", 120_000)]
    [InlineData("(12.00)", "0.25", -120_000)]
    [InlineData("0.12345", "0.25", 1_234)]
    [InlineData("0.12355", "0.25", 1_236)]
    public async Task Amounts_OfEveryForm_AreExact(string amount, string other, long tenThousandths)
    {
        IngestRun run = await IngestRun.OfTextAsync($"customer;date;amount\nc;2025-01-01;{amount}\nd;2025-01-01;{other}\n");
        Assert.Equal([tenThousandths, 2_500], run.Rows.Select(static row => row.Amount));
        Assert.Equal(amount.Length == 7 && amount[0] == '0' ? 1 : 0, run.Report.RoundedAmounts);
    }

    [Theory]
    [InlineData("refund")]
    [InlineData("Retoure")]
    [InlineData("退款")]
    public async Task Refunds_AreTakenFromTheKind(string kind)
    {
        IngestRun run = await IngestRun.OfTextAsync($"customer,date,amount,type\nc,2025-01-01,5,sale\nd,2025-01-01,5,{kind}\n");
        Assert.Equal([(50_000L, TransactionKind.Purchase), (-50_000, TransactionKind.Refund)], run.Rows.Select(static row => (row.Amount, row.Kind)));
    }

    [Fact]
    public async Task EveryCodeThatTheReadmeNames_IsOneAndNoneIsLeftOut()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(Repository(), "README.md"), TestContext.Current.CancellationToken);
        Assert.All(Enum.GetValues<RejectCode>(), code => Assert.Contains($"`{RejectCodes.NameOf(code)}`", readme, StringComparison.Ordinal));
    }

    private static string Repository([System.Runtime.CompilerServices.CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
