using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Mapping;

public sealed class KindColumnTests
{
    [Theory]
    [InlineData("transaction_type", -2)]
    [InlineData("order_type", 22)]
    public async Task RunAsync_SAndR_AreSalesAndReturnsOfTransactionsAlone(string name, decimal expected)
    {
        IngestRun run = await IngestRun.OfTextAsync($"customer,date,amount,{name}\nc,2026-01-02,10,S\nc,2026-01-03,12,R\n");
        Assert.Equal(expected, run.Report.Money.Accepted);
    }

    [Fact]
    public async Task RunAsync_CreditIsAWayToPay_TakesTheColumnOfSales()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,date,amount,transaction_type,order_type\nc,2026-01-02,10,Sale,Cash\nc,2026-01-03,12,Sale,Credit\n");
        Assert.Equal(22m, run.Report.Money.Accepted);
    }

    [Theory]
    [InlineData("type,transaction_type", "online,refund\nshop,sale", "transaction_type")]
    [InlineData("type,transaction_type", "online,sale\nshop,sale", "transaction_type")]
    [InlineData("type,transaction_type", "online,a\nshop,b", "type")]
    [InlineData("type,transaction_type", "sale,online\nrefund,shop", "type")]
    [InlineData("order_type,is_refund", "order,0\norder,1", "is_refund")]
    [InlineData("order_type,is_refund", "web,no\nstore,no", "is_refund")]
    [InlineData("type,order_type", "x,1\nx,R", "type")]
    public async Task RunAsync_SeveralKinds_TakesTheOneThatTellsRefunds(string names, string values, string chosen)
    {
        IngestRun run = await IngestRun.OfTextAsync($"customer,date,amount,{names}\n{string.Concat(values.Split('\n').Select(static pair => $"c,2026-01-02,5,{pair}\n"))}");
        Assert.Equal(chosen, run.Report.Mapping!.Columns.Single(static column => column.Role == ColumnRole.Kind).Name);
    }

    [Theory]
    [InlineData("type", "sale;Refund;sale;;storno", "of the values of column 'type', 'Refund', 'storno' count as refunds and 'sale' counts as purchases;")]
    [InlineData("order_type", "R;W", "of the values of column 'order_type', none count as refunds and 'R', 'W' count as purchases;")]
    [InlineData("returned", "1", "of the values of column 'returned', '1' counts as refunds and none count as purchases;")]
    [InlineData("type", "a;b;c;d;e;f;g;h;i;j;k;l", "'i', 'j', 2 more count as purchases;")]
    public async Task RunAsync_Kinds_AreToldInTheReport(string name, string values, string told) =>
        Assert.Contains(told, Assert.Single(await NotesOfAsync(name, values, null), static note => note.Contains("refundWords", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public async Task RunAsync_LongKind_IsShortenedBetweenCharacters()
    {
        string note = Assert.Single(await NotesOfAsync("type", new string('k', 39) + "😀 and more", null));
        Assert.Contains($"'{new string('k', 39)}…' counts as purchases", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("type", "", null)]
    [InlineData("type", "sale;R", """{"refundWords":["R"]}""")]
    public async Task RunAsync_NoKindsOrWordsOfTheMapping_AreNotTold(string name, string values, string? mapping) =>
        Assert.DoesNotContain(await NotesOfAsync(name, values, mapping), static note => note.Contains("refundWords", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<string>> NotesOfAsync(string name, string values, string? mapping)
    {
        IngestRun run = await IngestRun.OfTextAsync($"customer,date,amount,{name}\n{string.Concat(values.Split(';').Select(static value => $"c,2026-01-02,5,{value}\n"))}", mapping);
        return run.Report.Mapping!.Notes;
    }
}
