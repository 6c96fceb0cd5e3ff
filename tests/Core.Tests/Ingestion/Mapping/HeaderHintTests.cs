namespace ServerlessSeg.Core.Tests.Ingestion.Mapping;

public sealed class HeaderHintTests
{
    [Theory]
    [InlineData("c1,2025-01-01,1.50\nc2,2025-01-02,2\n", null, "\"header\": false")]
    [InlineData("c1,2025-01-01,1.50\n", """{"header":false}""", "by their position")]
    [InlineData("customer\na\nb\n", null, "one column only")]
    [InlineData("Sales report 2025\n\nwho,when,what\nc,2025-01-01,1\n", null, "lines above the column names")]
    [InlineData("Sales report 2025\n\ncustomer,date,amount\nc,2025-01-01,1\n", null, "add \"skipLines\": 2 to")]
    [InlineData("Sales report 2025,,\ncustomer,date,amount\nc,2025-01-01,1\n", null, "add \"skipLines\": 1 to")]
    [InlineData("[Sales]\r\n\"by\r\nday\"\r\ncustomer;date;amount\r\nc;2025-01-01;1\r\n", null, "line 4 looks like the column names: add \"skipLines\": 3 to")]
    [InlineData("sep=;\nSales\ncustomer;date;amount\nc;2025-01-01;1\n", null, "add \"skipLines\": 2 to")]
    [InlineData("Sales\nBuyer;Sold on;Total\nc;2025-01-01;1\n", """{"columns":{"customer":"Buyer","date":"Sold on","amount":"Total"}}""", "add \"skipLines\": 1 to")]
    [InlineData("Sales\nby day\nc,2025-01-01,1\n", """{"columns":{"customer":1,"date":2,"amount":3}}""", "lines above the column names")]
    [InlineData("who,when,what\nc,2025-01-01,1\n", null, "say in mapping.json which columns they are")]
    public async Task RunAsync_ColumnsThatAreNotFound_SaysWhatToDo(string text, string? mapping, string said)
    {
        IngestRun run = await IngestRun.OfTextAsync(text, mapping);
        Assert.Contains(said, run.Report.Failure!.Problems[^1], StringComparison.Ordinal);
        Assert.NotEmpty(run.Report.Failure.Found);
    }

    [Fact]
    public async Task RunAsync_FirstLineThatIsNoRecord_SaysHowManyToPassOver()
    {
        IngestRun run = await IngestRun.OfTextAsync("\"Sales\nby day\ncustomer;date;amount");
        Assert.Contains("add \"skipLines\": 2 to", Assert.Single(run.Report.Failure!.Problems), StringComparison.Ordinal);
    }
}
