using System.Globalization;
using System.Text;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Mapping;

public sealed class FileQuestionTests
{
    [Theory]
    [InlineData("1.234", "comma", 14_724)]
    [InlineData("1,234", "point", 14_724)]
    [InlineData("1.234", "point", 1_003.734)]
    public async Task EverySeparatorCouldPartThousands_TheFileIsAskedAboutUntilTheMappingTells(string first, string style, decimal total)
    {
        string file = $"customer;date;amount\nC1;2026-01-02;{first}\nC2;2026-01-02;12{first[1]}500\nC3;2026-01-02;990\n";

        BatchReport open = (await IngestRun.OfTextAsync(file)).Report;
        Assert.Equal(BatchStatus.Quarantined, open.Status);
        Assert.Contains("ambiguous_number: 'amount'", Assert.Single(open.Failure!.Problems), StringComparison.Ordinal);

        BatchReport told = (await IngestRun.OfTextAsync(file, $$"""{"decimalStyle":"{{style}}"}""")).Report;
        Assert.Equal(BatchStatus.Ready, told.Status);
        Assert.Equal(total, told.Money.Accepted);
    }

    [Theory]
    [InlineData("62,90", 1_234 + 62.9)]
    [InlineData("62.90", 1.234 + 62.9)]
    [InlineData("1.234.567", 1_234 + 1_234_567)]
    public async Task OneRowTellsTheStyle_ItDecidesForAll(string telling, double total)
    {
        BatchReport report = (await IngestRun.OfTextAsync($"customer;date;amount\nC1;2026-01-02;1.234\nC2;2026-01-02;{telling}\n")).Report;

        Assert.Equal(BatchStatus.Ready, report.Status);
        Assert.Equal((decimal)total, report.Money.Accepted);
    }

    [Theory]
    [InlineData("03.04.2026")]
    [InlineData("1,2,3")]
    [InlineData("12 50")]
    public async Task ACellThatIsNoNumber_DoesNotDecideHowTheOthersAreRead(string garbage)
    {
        string rows = string.Concat(Enumerable.Range(1, 9).Select(i => $"C{i};2026-01-02;{i},25\n"));
        IngestRun run = await IngestRun.OfTextAsync($"customer;date;amount\n{rows}C0;2026-01-02;{garbage}\n");

        Assert.Equal(BatchStatus.Ready, run.Report.Status);
        Assert.Equal(45 + (9 * 0.25m), run.Report.Money.Accepted);
        Assert.Contains("bad_amount", Assert.Single(run.RejectLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AQuantityBesideAnAmount_HasNoVoiceInTheStyle()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer;date;amount;quantity\nC1;2026-01-02;12,50;1.5\nC2;2026-01-02;3,25;-1.5\n");

        Assert.Equal(BatchStatus.Ready, run.Report.Status);
        Assert.Equal(12.5m - 3.25m, run.Report.Money.Accepted);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    public async Task ALineOfTotals_HasNoVoiceInTheStyleHoweverRowsAreRead(string lineEnd)
    {
        string text = string.Join(lineEnd, "customer;date;amount", "C1;2026-01-02;1.234", "C2;2026-01-02;2.345", ";;3579.50") + lineEnd;

        Assert.Equal(BatchStatus.Quarantined, (await IngestRun.OfTextAsync(text)).Report.Status);
    }

    [Fact]
    public async Task AQuantityBesideAConstantAmount_HasNoVoiceInTheStyle()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer;date;quantity\nC1;2026-01-02;1.500\n", """{"constants":{"amount":"2"}}""");

        Assert.Equal((BatchStatus.Ready, 2m), (run.Report.Status, run.Report.Money.Accepted));
    }

    [Fact]
    public async Task NumbersOfBothStyles_TheReportTellsWhatToDo()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer;date;amount\nC1;2026-01-02;12,50\nC2;2026-01-02;3.25\nC3;2026-01-02;4.75\n");

        Assert.Contains("decimalStyle", Assert.Single(run.Report.Mapping!.Notes), StringComparison.Ordinal);
        Assert.Equal(8, run.Report.Money.Accepted);
    }

    [Theory]
    [InlineData("10.00 EUR", "1100 JPY", "EUR and JPY")]
    [InlineData("$5.00", "€7.00", "EUR and USD")]
    [InlineData("€7.00", "$5.00", "EUR and USD")]
    public async Task AmountsInSeveralCurrencies_AreNotAddedUp(string first, string second, string named)
    {
        string file = $"customer,date,amount\nC1,2026-01-02,{first}\nC2,2026-01-02,{second}\nC3,2026-01-02,1.50\n";

        BatchReport open = (await IngestRun.OfTextAsync(file)).Report;
        Assert.Equal(BatchStatus.Quarantined, open.Status);
        Assert.Contains(named, Assert.Single(open.Failure!.Problems), StringComparison.Ordinal);

        Assert.Equal(BatchStatus.Ready, (await IngestRun.OfTextAsync(file, """{"constants":{"currency":"EUR"}}""")).Report.Status);
    }

    [Theory]
    [InlineData("$12.00 USD", "-$12.50 USD")]
    [InlineData("($5.00) USD", "$1.00")]
    [InlineData("¥12.00元", "-￥15.50")]
    [InlineData("Fr. 15.50", "CHF 12.00")]
    [InlineData("kr 15.50", "12.00 SEK")]
    public async Task AmountsInOneCurrencyWrittenTwice_AreRead(string first, string second) =>
        Assert.Equal(BatchStatus.Ready, (await IngestRun.OfTextAsync($"customer,date,amount\nC1,2026-01-02,{first}\nC2,2026-01-02,{second}\n")).Report.Status);

    [Theory]
    [InlineData("customer,date,amount\nC1,2026-01-02,\"1,200\"\nC2,2026-01-02,850\n", 2_050)]
    [InlineData("customer;date;amount\nC1;2026-01-02;$1,200\nC2;2026-01-02;$850\n", 2_050)]
    [InlineData("customer;date;amount\nC1;2026-01-02;1.234E+03\nC2;2026-01-02;100\n", 1_334)]
    [InlineData("customer;date;amount\nC1;2026-01-02;500\nC2;2026-01-02;850\n;;1.350\n", 1_350)]
    public async Task NobodyWouldReadItOtherwise_IsNotAskedAbout(string text, decimal total)
    {
        BatchReport report = (await IngestRun.OfTextAsync(text)).Report;

        Assert.Equal(BatchStatus.Ready, report.Status);
        Assert.Equal(total, report.Money.Accepted);
    }

    [Fact]
    public async Task AmountsInOneCurrency_AreRead()
    {
        BatchReport report = (await IngestRun.OfTextAsync("customer,date,amount\nC1,2026-01-02,€ 5.00\nC2,2026-01-02,7.00 EUR\nC3,2026-01-02,-1.50\n")).Report;

        Assert.Equal(BatchStatus.Ready, report.Status);
        Assert.Equal(10.5m, report.Money.Accepted);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1_500)]
    public async Task ADateInARefusedRow_TellsTheOrderWhereverItStands(int before)
    {
        var text = new StringBuilder("customer,date,amount\n");
        for (int i = 0; i < before; i++)
            text.Append(CultureInfo.InvariantCulture, $"C{i},03/04/2025,1.50\n");
        text.Append(",01/31/2025,1.50\n").Append("C,03/04/2025,1.50\n");
        IngestRun run = await IngestRun.OfTextAsync(text.ToString(), options: IngestOptions.Default with { Workers = 2, ChunkBytes = 1_000 });

        Assert.Equal(BatchStatus.Ready, run.Report.Status);
        Assert.Equal(new DateTimeOffset(2025, 3, 4, 0, 0, 0, TimeSpan.Zero), run.Report.First);
    }

    [Fact]
    public async Task WorkersContradictTheAssumptionOneByOne_NoRowIsLeftOut()
    {
        const int Rows = 1_200, Of = 1_100;
        // Ids come behind the sample, by turns such that a data frame has made floats and others.
        string text = "customer,date,amount\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"{(i < Of ? "" : i % 2 == 0 ? "17.0" : "C1")},2025-03-04,1.50\n"));
        for (int run = 0; run < 40; run++)
        {
            BatchReport report = (await IngestRun.OfTextAsync(text, options: IngestOptions.Default with { Workers = 2, ChunkBytes = 40 })).Report;
            Assert.Equal(new RowCounts(Rows, Rows - Of, Of), report.Rows);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1_500)]
    public async Task ALineOfTotals_DoesNotKeepIdsFloating(int before)
    {
        string rows = string.Concat(Enumerable.Range(0, before).Select(i => $"{17_850 + i}.0,2025-03-04,1.50\n"));
        IngestRun run = await IngestRun.OfTextAsync($"customer,date,amount\n{rows}Total,,{before * 1.5m}\n", options: IngestOptions.Default with { Workers = 2, ChunkBytes = 1_000 });

        Assert.Contains("bad_date", Assert.Single(run.RejectLines), StringComparison.Ordinal);
        Assert.Contains(run.Rows, row => row.Customer == "17850");
    }
}
