using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Intervals;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

// The examples are written as a user writes them, who has no test to cancel.
#pragma warning disable xUnit1051

namespace ServerlessSeg.Core.Tests;

/// <summary>Runs the examples of core/README.md. Each stands here after a line <c>// README: name</c>, letter for letter as there.</summary>
public sealed class ReadmeTests
{
    private static readonly string Repository = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));
    private static readonly string Sample = Path.Combine(Repository, "tests", "data", "sample.csv");

    [Fact]
    public async Task LogSummaryFitPredict_OfTheSample()
    {
        string path = Sample;
        // README: log, summary, fit, predict
        TransactionLog log = await TransactionLog.ReadAsync(path);
        SummarisedBase customers = await log.SummariseAsync(asOf: new DateOnly(2025, 12, 31));

        BaseHistories histories = BaseHistories.Of(customers);
        FitResult<BgNbd> purchases = BgNbd.Fit(histories.Grouped);
        FitResult<GammaGamma> spend = GammaGamma.Fit(histories.Spend);

        ClvEstimate[] clv = Predict.Run(
            customers, histories, FittedModel.Of(purchases), spend, new ResegmentationOptions { HorizonMonths = 12 }, CancellationToken.None);

        int best = Enumerable.Range(0, clv.Length).MaxBy(i => clv[i].Predicted);
        Console.WriteLine($"{customers.Customers[best].Id}: {clv[best].Predicted:F2}, from {clv[best].Low:F2} to {clv[best].High:F2}");
        // README: end
        Assert.Equal(log.Rows, log.Report!.Rows.Accepted);
        Assert.Equal(log.Report.Rows.Read, log.Report.Rows.Accepted + log.Report.Rows.Rejected);
        Assert.Equal(log.Customers, customers.Customers.Length);
        Assert.True(FittedModel.Of(purchases).IsUsable, purchases.Reason);
        Assert.InRange(clv[best].Predicted, clv[best].Low, clv[best].High);
        Assert.All(clv.Where(one => one.IsKnown), one => Assert.InRange(one.PAlive, 0, 1));
    }

    [Fact]
    public async Task Transactions_WithoutAFile()
    {
        // README: transactions
        (string, DateOnly, decimal)[] orders =
        [
            ("anna", new DateOnly(2025, 1, 7), 20.00m),
            ("anna", new DateOnly(2025, 3, 9), 35.50m),
            ("ben", new DateOnly(2025, 2, 14), 12.25m),
            ("anna", new DateOnly(2025, 4, 1), -5.50m), // a refund
        ];
        TransactionLog log = await TransactionLog.FromTransactionsAsync(orders);
        SummarisedBase customers = await log.SummariseAsync(asOf: new DateOnly(2025, 6, 30));
        foreach (CustomerSummary customer in customers.Customers)
            Console.WriteLine($"{customer.Id}: x = {customer.Frequency}, t_x = {customer.RecencyDays}, T = {customer.AgeDays(customers.AsOfDay)} days");
        // README: end
        CustomerSummary anna = customers.Customers.Single(customer => customer.Id == "anna");
        Assert.Equal((1, 61, 174, 500_000L), (anna.Frequency, anna.RecencyDays, anna.AgeDays(customers.AsOfDay), anna.NetMoney));
    }

    [Fact]
    public void Model_WithThePublishedParameters()
    {
        // README: published parameters
        var model = new BgNbd(r: 0.243, alpha: 4.414, a: 0.793, b: 2.426, TimeUnit.Week);
        var history = new PurchaseHistory(Frequency: 2, Recency: 30.43, T: 38.86);
        double purchases = model.ConditionalExpectedTransactions(history, horizon: 39); // 1.226 in 39 weeks
        double alive = model.PAlive(history);

        var spend = new GammaGamma(p: 6.25, q: 3.74, gamma: 15.44);
        double orderValue = spend.ExpectedMeanSpend(x: 2, meanValue: 22.35);

        var value = new ProbabilityClv(model, new ValueOptions { HorizonDays = 365, AnnualDiscountRate = 0.10, MarginRate = 0.3 });
        double clv = value.ExpectedMargin(history, orderValue);
        // README: end
        Assert.Equal(1.226, purchases, 0.001);
        Assert.InRange(alive, 0.5, 1);
        Assert.InRange(orderValue, 22.35, spend.PopulationMeanSpend);
        Assert.InRange(clv, 0.2 * purchases * orderValue, 0.5 * purchases * orderValue);
    }

    [Fact]
    public async Task Interval_OfOneCustomer()
    {
        BaseHistories histories = BaseHistories.Of(await (await TransactionLog.ReadAsync(Sample)).SummariseAsync(new DateOnly(2025, 12, 31)));
        FitResult<BgNbd> purchases = BgNbd.Fit(histories.Grouped);
        FitResult<GammaGamma> spend = GammaGamma.Fit(histories.Spend);
        // README: interval
        var intervals = new IntervalEstimator(FittedModel.Of(purchases), spend, new IntervalOptions { Level = 0.9, HorizonDays = 365 });
        PredictionInterval interval = intervals.Estimate(new PurchaseHistory(Frequency: 4, Recency: 40, T: 52), meanRepeatSpend: 25);
        Console.WriteLine($"{interval.PurchasesLow} to {interval.PurchasesHigh} purchases worth {interval.ValueLow:F2} to {interval.ValueHigh:F2}");
        // README: end
        Assert.True(interval.PurchasesLow <= interval.PurchasesHigh && interval.PurchasesHigh > 0);
        Assert.True(interval.ValueLow <= interval.ValueHigh && interval.ValueHigh > 0);
    }

    [Fact]
    public async Task Segments_OfTheSample()
    {
        TransactionLog log = await TransactionLog.ReadAsync(Sample);
        SummarisedBase customers = await log.SummariseAsync(new DateOnly(2025, 12, 31));
        // README: segments
        FittedBase fitted = Fit.Run(customers, new RunPlan(customers.AsOf, new ResegmentationOptions(), Files: []), previous: null, CancellationToken.None);
        ScoredBase scored = Score.Run(customers, fitted.Clv, fitted.Parameters, fitted.Segmentation, fitted.Schemes, progress: null, CancellationToken.None);

        int scheme = fitted.Schemes.ToList().FindIndex(one => one.Name == "rfm11");
        foreach (var segment in scored.Segments[scheme].CountBy(code => fitted.Schemes[scheme].Segments[code].Code).OrderByDescending(pair => pair.Value))
            Console.WriteLine($"{segment.Key}: {segment.Value} customers");
        // README: end
        Assert.Equal(SegmentationCatalogue.Names, fitted.Schemes.Select(one => one.Name));
        Assert.Equal(customers.Customers.Length, scored.Segments[scheme].Length);
        Assert.True(scored.Segments[scheme].Distinct().Count() > 1);
    }

    [Fact]
    public async Task Mapping_GivenByTheCaller()
    {
        string path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "who;when;what\nanna;07.01.2025;20,00\nben;14.02.2025;12,25\n");
        // README: mapping
        MappingOverride mapping = MappingOverride.Parse("""
            {
              "columns": { "customer": "who", "date": "when", "amount": "what" },
              "constants": { "currency": "EUR" },
              "dateFormats": ["dd.MM.yyyy"],
              "decimalStyle": "comma"
            }
            """u8);
        TransactionLog log = await TransactionLog.ReadAsync(path, mapping);
        Console.WriteLine($"{log.Report!.Rows.Accepted} rows accepted, {log.Report.Rows.Rejected} rejected, net {log.Report.Money.Accepted}");
        // README: end
        File.Delete(path);
        Assert.Equal((2L, 32.25m), (log.Rows, log.Report.Money.Accepted));
    }

    [Fact]
    public void Readme_ShowsExactlyWhatRunsHere()
    {
        IReadOnlyList<string> shown = CodeBlocks(File.ReadAllLines(Path.Combine(Repository, "core", "README.md")));
        IReadOnlyList<string> run = MarkedRegions(File.ReadAllLines(ThisFile()));
        Assert.NotEmpty(run);
        Assert.Equal(run.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    private static List<string> CodeBlocks(IEnumerable<string> lines) => Between(lines, static line => line == "```csharp", static line => line == "```");

    private static List<string> MarkedRegions(IEnumerable<string> lines) => Between(
        lines,
        static line => line.StartsWith("        // README: ", StringComparison.Ordinal) && !line.EndsWith(" end", StringComparison.Ordinal),
        static line => line == "        // README: end");

    private static List<string> Between(IEnumerable<string> lines, Predicate<string> begins, Predicate<string> ends)
    {
        List<string> blocks = [];
        List<string>? open = null;
        foreach (string line in lines)
        {
            if (open is null)
            {
                if (begins(line))
                    open = [];
            }
            else if (ends(line))
            {
                blocks.Add(Unindented(open));
                open = null;
            }
            else
            {
                open.Add(line);
            }
        }
        Assert.Null(open);
        return blocks;
    }

    private static string Unindented(List<string> lines)
    {
        int indent = lines.Where(static line => line.Length > 0).Min(static line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
