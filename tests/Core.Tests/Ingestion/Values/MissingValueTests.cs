namespace ServerlessSeg.Core.Tests.Ingestion.Values;

public sealed class MissingValueTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("NULL")]
    [InlineData("null")]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("None")]
    [InlineData("\\N")]
    [InlineData("NA")]
    [InlineData("N/A")]
    [InlineData("n/a")]
    [InlineData("#N/A")]
    [InlineData("<NA>")]
    [InlineData("(null)")]
    [InlineData("#NV")]
    [InlineData("NONE")]
    [InlineData("undefined")]
    public async Task RunAsync_CustomerThatIsMissing_IsRefusedAndNotHeld(string customer)
    {
        IngestRun run = await IngestRun.OfTextAsync($"customer,date,amount\n{customer},2025-01-01,1\n");
        Assert.Equal(("no_customer", 1L), (Assert.Single(run.Report.RejectsByReason).Key, run.Report.Rows.Rejected));
        Assert.Equal(Core.Ingestion.BatchStatus.Ready, run.Report.Status);
    }

    [Theory]
    [InlineData("Nan Goldin")]
    [InlineData("na")]
    [InlineData("#1")]
    [InlineData("0")]
    [InlineData("user12345")]
    public async Task RunAsync_OtherCustomer_IsKept(string customer) =>
        Assert.Equal(customer, Assert.Single((await IngestRun.OfTextAsync($"customer,date,amount\n{customer},2025-01-01,1\n")).Rows).Customer);
}
