using System.Text;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Ingestion.Csv;

public sealed class DialectDetectionTests
{
    [Theory]
    [InlineData(",", ",")]
    [InlineData(";", ";")]
    [InlineData("\t", "tab")]
    [InlineData("|", "|")]
    [InlineData(" ", "blank")]
    [InlineData("   ", "blank")]
    public async Task RunAsync_EveryDelimiterAndLineEnd_IsRecognised(string delimiter, string name)
    {
        string text = "customer,date,amount,sku\nc,2025-01-01,1.50,x\nd,2025-01-02,2.25,y\n".Replace(",", delimiter, StringComparison.Ordinal);
        foreach (string lineEnd in new[] { "\n", "\r\n", "\r" })
        {
            IngestRun run = await IngestRun.OfTextAsync("\uFEFF" + text.Replace("\n", lineEnd, StringComparison.Ordinal));
            Assert.Equal(name, run.Report.Mapping?.Delimiter);
            Assert.Equal([("c", 15_000L, "x"), ("d", 22_500L, "y")], run.Rows.Select(static row => (row.Customer, row.Amount, row.Product)));
        }
    }

    [Theory]
    [InlineData("\n", "\n")]
    [InlineData("\n", "\r\n")]
    [InlineData("\r\n", "\n")]
    [InlineData("\r\n", "\r\n")]
    [InlineData("\r\n", "\r")]
    [InlineData("\r", "\r")]
    public async Task RunAsync_LineEndWithinQuotes_BelongsToTheField(string lineEnd, string within)
    {
        string product = $"a{within}\"b\", c";
        string text = $"customer,date,sku,amount{lineEnd}c,2025-01-01,\"{product.Replace("\"", "\"\"", StringComparison.Ordinal)}\",1{lineEnd}d,2025-01-02,x,2{lineEnd}";
        IngestRun run = await IngestRun.OfTextAsync(text);
        Assert.Equal([product, "x"], run.Rows.Select(static row => row.Product));
    }

    [Theory]
    [InlineData("sep=;\r\n")]
    [InlineData("SEP=;\n")]
    public async Task RunAsync_FirstLineThatNamesTheDelimiter_IsFollowedAndCounted(string first)
    {
        IngestRun run = await IngestRun.OfTextAsync(first + "customer;date;amount\r\nc;2025-01-01;1,50\r\nd;soon;1\r\n");
        Assert.Equal((";", 1L), (run.Report.Mapping?.Delimiter, run.Report.Rows.Accepted));
        Assert.StartsWith("4,2,bad_date,soon,", Assert.Single(run.RejectLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ExportOfAGermanSpreadsheet_IsReadWithoutAMapping()
    {
        const string Text = "Kundennummer;Bestellnummer;Bestelldatum;Betrag;Artikel;Währung\r\n4711;B1;13.04.2025;1.234,50 €;Käse;EUR\r\n"
            + "4712;B2;03.04.2025;62,90 €;\"Müsli; 500 g\";EUR\r\n4712;B3;05.04.2025;-19,90 €;Öl;EUR\r\nSumme;;;1.277,50 €;;\r\n";
        IngestRun run = await IngestRun.OfBytesAsync(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(Text));
        Assert.Equal(("windows-1252", ";", Core.Ingestion.Values.DecimalStyle.Comma), (run.Report.Mapping!.Encoding, run.Report.Mapping.Delimiter, run.Report.Mapping.DecimalStyle));
        Assert.Equal([("4711", 12_345_000L, "Käse"), ("4712", 629_000, "Müsli; 500 g"), ("4712", -199_000, "Öl")], run.Rows.Select(static row => (row.Customer, row.Amount, row.Product)));
        Assert.Equal(TransactionKind.Refund, run.Rows[2].Kind);
        Assert.StartsWith("5,3,bad_date,,", Assert.Single(run.RejectLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OneRowWithoutALineEnd_IsRead() =>
        Assert.Equal(1, (await IngestRun.OfTextAsync("customer,date,amount\nc,2025-01-01,1")).Report.Rows.Accepted);
}
