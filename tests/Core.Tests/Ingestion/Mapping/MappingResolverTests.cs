using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Mapping;

public sealed class MappingResolverTests
{
    private static readonly IngestOptions KeepAll = IngestOptions.Default with { MaxRejectRate = 1 };

    [Fact]
    public async Task RunAsync_QuantityOfWordsBesideAPrice_RefusesItsRows()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,date,price,quantity\nc,2026-01-02,5,3\nc,2026-01-03,5,several\nc,2026-01-04,5,several\n", options: KeepAll);
        Assert.Equal((1L, 15m, 2L), (run.Report.Rows.Accepted, run.Report.Money.Accepted, run.Report.RejectsByReason["bad_quantity"]));
    }

    [Theory]
    [InlineData("customer,date,amount,quantity", null)]
    [InlineData("customer,date,price,quantity", """{"constants":{"amount":"5"}}""")]
    public async Task RunAsync_QuantityOfWordsBesideAnAmount_IsLeftOut(string header, string? mapping)
    {
        IngestRun run = await IngestRun.OfTextAsync($"{header}\nc,2026-01-02,5,several\n", mapping);
        Assert.Equal(5m, run.Report.Money.Accepted);
        Assert.Contains(run.Report.Mapping!.Notes, static note => note.Contains("'quantity' is named like a quantity", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.0", 1)]
    [InlineData(" 007", 7)]
    [InlineData("12", 12)]
    public async Task RunAsync_LineNumbersAsTheRowsAreRead_AreTaken(string line, int number) =>
        Assert.Equal(number, Assert.Single((await IngestRun.OfTextAsync($"customer,date,amount,line_number\nc,2026-01-02,5,{line}\n")).Rows).Line);

    [Theory]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("Kids")]
    public async Task RunAsync_LinesThatAreNoNumbers_AreLeftOut(string line) =>
        Assert.Equal(-1, Assert.Single((await IngestRun.OfTextAsync($"customer,date,amount,line_number\nc,2026-01-02,5,{line}\n")).Rows).Line);

    [Theory]
    [InlineData("Taler", "Gulden", 0, 2)]
    [InlineData("Taler", "EUR", 1, 1)]
    [InlineData("€", "$", 1, 1)]
    [InlineData("元", "人民币", 1, 1)]
    [InlineData("Taler", "Taler", 2, 0)]
    [InlineData("Taler", " Taler ", 2, 0)]
    [InlineData("Taler", "", 2, 0)]
    public async Task RunAsync_CurrenciesThatAreNotKnown_AreRefusedUnlessAllAreTheSame(string first, string second, int accepted, int refused)
    {
        IngestRun run = await IngestRun.OfTextAsync($"customer,date,amount,currency\nc,2026-01-02,5,{first}\nc,2026-01-03,5,{second}\n", options: KeepAll);
        Assert.Equal((accepted, refused), (run.Report.Rows.Accepted, run.Report.RejectsByReason.GetValueOrDefault("unknown_currency")));
        Assert.Equal(accepted == 2, run.Report.Mapping!.Notes.Any(static note => note.Contains("'currency' is named like a currency", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task RunAsync_FewCodesAmongSigns_AreToldApart()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,date,amount,currency\nc,2026-01-02,1,EUR\nc,2026-01-03,2,US$\nc,2026-01-04,4,US$\n");
        Assert.Equal([("EUR", 1m), ("USD", 6m)], run.Report.Currencies.Select(static total => (total.Currency, total.Accepted)));
    }
}
