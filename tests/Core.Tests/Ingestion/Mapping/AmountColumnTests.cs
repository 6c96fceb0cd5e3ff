using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Mapping;

public sealed class AmountColumnTests
{
    private const string OrderTotals = "customer,order_id,date,line_number,order_total";

    [Theory]
    [InlineData("order_total")]
    [InlineData("Order Amount")]
    [InlineData("order_value")]
    [InlineData("grand_total")]
    [InlineData("订单金额")]
    public async Task RunAsync_OrderTotalBesidePriceAndQuantity_IsNotCountedPerLine(string name)
    {
        IngestRun run = await IngestRun.OfTextAsync($"customer,order_id,date,line_number,quantity,unit_price,{name}\nc,A,2026-01-02,1,2,10.00,35.00\nc,A,2026-01-02,2,1,15.00,35.00\n");
        Assert.Equal(35m, run.Report.Money.Accepted);
        Assert.Contains(run.Report.Mapping!.Notes, note => note.Contains($"'{name}' is of the whole order", StringComparison.Ordinal));
        Assert.Contains("the amount is unit price times quantity", run.Report.Mapping.Notes);
    }

    [Theory]
    [InlineData("customer,order_id,date,quantity,unit_price,discount,order_total\nc,A,2026-01-02,2,10,5,15\nc,B,2026-01-02,2,10,,20\n", 35)]
    [InlineData("customer,order_id,date,quantity,unit_price,order_total\nc,A,2026-01-02,2,10.00,20\nc,B,2026-01-02,2,10.00,-20.00\n", 0)]
    [InlineData("customer,order_id,date,subtotal,grand_total\nc,A,2026-01-02,100,119\nc,B,2026-01-02,50,59.50\n", 178.5)]
    [InlineData("customer,date,quantity,unit_price,order_total\nc,2026-01-02,2,10,15\n", 15)]
    public async Task RunAsync_OrderTotalOfOrdersOfOneRow_IsTheirMoney(string text, decimal expected) =>
        Assert.Equal(expected, (await IngestRun.OfTextAsync(text)).Report.Money.Accepted);

    [Fact]
    public async Task RunAsync_QuantityThatIsAUnitOfMeasure_IsLeftOut()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,date,price,units\nc,2026-01-02,10,pcs\nc,2026-01-03,12,kg\n");
        Assert.Equal(22m, run.Report.Money.Accepted);
    }

    [Theory]
    [InlineData("amount")]
    [InlineData("total")]
    [InlineData("total_amount")]
    [InlineData("payment_value")]
    public async Task RunAsync_AmountThatMayBeOfTheLine_WinsOverPriceAndQuantity(string name)
    {
        IngestRun run = await IngestRun.OfTextAsync($"customer,date,quantity,unit_price,{name}\nc,2026-01-02,2,10.00,18.00\n");
        Assert.Equal(18m, run.Report.Money.Accepted);
    }

    [Fact]
    public async Task RunAsync_TotalsOfOrderAndLine_TakesThatOfTheLine()
    {
        IngestRun run = await IngestRun.OfTextAsync($"{OrderTotals},line_total\nc,A,2026-01-02,1,35.00,20.00\nc,A,2026-01-02,2,35.00,15.00\n");
        Assert.Equal(35m, run.Report.Money.Accepted);
    }

    [Fact]
    public async Task RunAsync_OrderTotalBesideAnotherThatIsNone_IsRead()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,order_id,date,order_total,payment\nc,A,2026-01-02,35.00,VISA\n");
        Assert.Equal(35m, run.Report.Money.Accepted);
    }

    [Theory]
    [InlineData("c,A,2026-01-02,1,35.00\nc,A,2026-01-02,2,35.00\nc,B,2026-01-02,1,7\n", true)]
    [InlineData("c,A,2026-01-02,1,20.00\nc,A,2026-01-02,2,15.00\n", false)]
    [InlineData("c,A,2026-01-02,1,35.00\nc,B,2026-01-02,1,35.00\n", false)]
    [InlineData("c,,2026-01-02,1,35.00\nc,,2026-01-02,1,35.00\n", false)]
    public async Task RunAsync_OrderTotalAlone_CountsOnceWhereOrdersRepeatIt(string rows, bool isOfOrder)
    {
        IngestRun run = await IngestRun.OfTextAsync($"{OrderTotals}\n{rows}");
        Assert.Equal("order_total", run.Report.Mapping!.Columns.Single(static column => column.Role == ColumnRole.Amount).Name);
        Assert.Equal(isOfOrder, run.Report.Mapping.Notes.Any(static note => note.Contains("counts once an order", StringComparison.Ordinal)));
        Assert.Equal(isOfOrder, run.Report.Kinds.Free == 1);
    }

    [Fact]
    public async Task RunAsync_OrderTotalInTheMapping_IsReadWithoutAWord()
    {
        IngestRun run = await IngestRun.OfTextAsync(
            "customer,order_id,date,quantity,unit_price,order_total\nc,A,2026-01-02,2,10.00,18.00\n", """{"columns":{"amount":"order_total"}}""");
        Assert.Equal(18m, run.Report.Money.Accepted);
        Assert.DoesNotContain(run.Report.Mapping!.Notes, static note => note.Contains("whole order", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("payment", "VISA", "CASH")]
    [InlineData("sales", "", "")]
    [InlineData("sales", "NULL", "")]
    [InlineData("grand_total", "", "")]
    public async Task RunAsync_AmountWithoutAmountsBesidePriceAndQuantity_IsLeftOut(string name, string first, string second)
    {
        IngestRun run = await IngestRun.OfTextAsync($"customer,date,{name},price,qty\nc,2026-01-02,{first},10,2\nc,2026-01-03,{second},5,1\n");
        Assert.Equal((2L, 25m), (run.Report.Rows.Accepted, run.Report.Money.Accepted));
        Assert.Contains(run.Report.Mapping!.Notes, note => note.Contains($"'{name}' is named like an amount", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("customer,date,payment,qty", "")]
    [InlineData("customer,date,payment,price", "")]
    [InlineData("customer,date,payment,price,qty", """{"columns":{"amount":"payment"}}""")]
    public async Task RunAsync_AmountWithoutAmountsThatMustBeRead_RefusesTheRows(string header, string mapping)
    {
        IngestRun run = await IngestRun.OfTextAsync($"{header}\nc,2026-01-02,VISA,many{(mapping.Length > 0 ? ",2" : "")}\n", mapping.Length > 0 ? mapping : null);
        Assert.Equal("bad_amount", Assert.Single(run.Report.RejectsByReason).Key);
    }
}
