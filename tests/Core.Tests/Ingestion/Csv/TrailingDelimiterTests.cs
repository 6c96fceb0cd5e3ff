namespace ServerlessSeg.Core.Tests.Ingestion.Csv;

/// <summary>A delimiter behind the last name or the last value, as some exports write it, makes no column.</summary>
public sealed class TrailingDelimiterTests
{
    [Theory]
    [InlineData("customer,date,amount,\n", "c,2025-01-01,1\nd,\"2025-01-02\",2\n")]
    [InlineData("customer,date,amount, \r\n", "c,2025-01-01,1\r\nd,2025-01-02,2\r\n")]
    [InlineData("customer,date,amount,\n", "c,2025-01-01,1,\nd,2025-01-02,2,\n")]
    [InlineData("customer,date,amount\n", "c,2025-01-01,1,\nd,2025-01-02,2,\n")]
    [InlineData("customer,date,amount,\n", "c,2025-01-01,1,note\nd,2025-01-02,2,\n")]
    public async Task RunAsync_DelimiterBehindTheLastColumn_CostsNoRow(string header, string rows) =>
        Assert.Equal([("c", 10_000L), ("d", 20_000)], (await IngestRun.OfTextAsync(header + rows)).Rows.Select(static row => (row.Customer, row.Amount)));

    [Fact]
    public async Task RunAsync_DelimiterBehindTheHeaderOnly_LeavesItsColumnOut()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,date,amount,note,\nc,2025-01-01,1,x\n\"d\"e,2025-01-02,2,x\n");
        Assert.Equal(["note"], run.Report.Mapping!.Ignored);
        Assert.Equal("unbalanced_quote", Assert.Single(run.Report.RejectsByReason).Key);
    }

    [Fact]
    public async Task RunAsync_BlankLastNameAndRowsOfBothWidths_KeepsTheColumn()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,date,amount,\nc,2025-01-01,1\nd,2025-01-02,2,x\n", """{"maximumRejectRate":1}""");
        Assert.Equal("d", Assert.Single(run.Rows).Customer);
        Assert.StartsWith("2,0,wrong_field_count,", Assert.Single(run.RejectLines), StringComparison.Ordinal);
    }
}
