using System.Text;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Tests.Ingestion.Values;

public sealed class IdTextTests
{
    [Theory]
    [InlineData("C1", "C1")]
    [InlineData("00123", "00123")]
    [InlineData(" C 1\t", "C 1")]
    [InlineData("=\"00123\"", "00123")]
    [InlineData("\t=\" 00123 \" ", "00123")]
    [InlineData("=\"\"", "")]
    [InlineData("=1", "=1")]
    [InlineData("\"C1\"", "\"C1\"")]
    [InlineData(" \t", "")]
    public void Bare_AText_IsTheIdAsItIsMeant(string text, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(IdText.Bare(Encoding.UTF8.GetBytes(text))));

    [Theory]
    [InlineData(" C1")]
    [InlineData("C1 ")]
    [InlineData("C1\t")]
    [InlineData("=\"C1\"")]
    public async Task Ingest_AnIdWithSomethingAround_IsTheSameCustomerAndOrder(string id)
    {
        string text = $"customer,order,date,amount\nC1,O1,2026-01-02,5\n{id},{id.Replace("C1", "O1", StringComparison.Ordinal)},2026-01-02,7\n";
        IngestRun run = await IngestRun.OfTextAsync(text);

        Assert.Equal(2, run.Report.Rows.Accepted);
        Assert.Single(run.Rows.Select(row => (row.Customer, row.Order)).Distinct(), ("C1", "O1"));
    }

    [Fact]
    public async Task Ingest_EveryCellEndsInATab_IsReadAsWithout()
    {
        const string Plain = "customer,order,date,amount,currency,line,kind,product,channel\nC1,O1,2026-01-02,5,EUR,1,sale,P1,\nC1,O2,2026-01-03 10:00,7.50,EUR,2,refund,P2,web\n";
        IReadOnlyList<TakenRow> expected = (await IngestRun.OfTextAsync(Plain)).Rows;
        Assert.Equal(2, expected.Count);
        string quoted = Plain.Replace("C1", "\"C1\"", StringComparison.Ordinal).Replace("refund,", "\"refund\",", StringComparison.Ordinal);
        foreach ((string lineEnd, string text) in new[] { ("\n", Plain), ("\r\n", quoted), ("\r", quoted) })
        {
            string tabbed = text.Replace(",", "\t,", StringComparison.Ordinal).Replace("\n", "\t" + lineEnd, StringComparison.Ordinal);
            Assert.Equal(expected, (await IngestRun.OfTextAsync(tabbed)).Rows);
            Assert.Equal(expected, (await IngestRun.OfTextAsync(tabbed, options: IngestOptions.Default with { Workers = 2, ChunkBytes = 7 })).Rows);
        }
    }

    [Fact]
    public async Task Ingest_OneStrayTab_StaysInItsText()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,product,date,amount\nC1,P1\t,2026-01-02,5\nC2,P2,2026-01-02,5\nC3,P3,2026-01-02,5\n");

        Assert.Equal(["P1\t", "P2", "P3"], run.Rows.Select(row => row.Product));
    }

    [Fact]
    public async Task Ingest_ARefundPrefixBehindABlank_IsSeen()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,order,date,amount\nA1, C100,2026-01-02,5\n", """{"refundOrderPrefix":"C"}""");

        Assert.Equal(-5, run.Report.Money.Accepted);
    }
}
