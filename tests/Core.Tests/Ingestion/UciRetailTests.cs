using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Transactions;
using ServerlessSeg.Tests;

namespace ServerlessSeg.Core.Tests.Ingestion;

/// <summary>One year of a real shop, to the cent.</summary>
public sealed class UciRetailTests
{
    [Fact]
    public async Task RunAsync_UciOnlineRetail_BalancesToTheCent()
    {
        var content = new FileContent(ReferenceData.Path("uci_online_retail.csv"));
        IngestRun run = await IngestRun.OfAsync(content);

        Assert.Equal(BatchStatus.Ready, run.Report.Status);
        Assert.Equal(new RowCounts(541_909, 406_829, 135_080), run.Report.Rows);
        Assert.Equal(135_080, run.Report.RejectsByReason["no_customer"]);
        Assert.Single(run.Report.RejectsByReason);
        Assert.Equal(new KindCounts(397_884, 8_905, 40), run.Report.Kinds);
        Assert.Equal(8_911_407.904m, run.Report.Money.Purchases);
        Assert.Equal(-611_342.09m, run.Report.Money.Refunds);
        Assert.Equal(8_300_065.814m, run.Report.Money.Accepted);
        Assert.Equal(9_747_747.934m, run.Report.Money.Accepted + run.Report.Money.Rejected);
        Assert.Equal(4_372, run.Report.Customers);
        Assert.Equal(new DateTimeOffset(2010, 12, 1, 8, 26, 0, TimeSpan.Zero), run.Report.First);
        Assert.Equal(new DateTimeOffset(2011, 12, 9, 12, 50, 0, TimeSpan.Zero), run.Report.Last);
        Assert.Contains(run.Report.Mapping!.Notes, note => note.Contains("\".0\"", StringComparison.Ordinal));
        Assert.Equal(IngestOptions.Default.MaxListedRejects, run.RejectLines.Count);
        Assert.Equal(100_000, run.Report.ListedRejects);
        Assert.Equal(4_338, run.Rows.Where(row => row.Kind == TransactionKind.Purchase && row.Amount > 0).Select(row => row.Customer).Distinct().Count());
    }
}
