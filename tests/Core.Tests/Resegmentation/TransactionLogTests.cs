using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Tests;

namespace ServerlessSeg.Core.Tests.Resegmentation;

public sealed class TransactionLogTests
{
    /// <summary>Lines, purchase days and money of the CDNOW sample, before and after the end of calibration, as CLVTools 0.12.1 counts them.</summary>
    [Fact]
    public async Task Cdnow_HasTheReferencesTransactionsAndMoney()
    {
        MappingOverride mapping = MappingOverride.Parse("""{"header":false,"delimiter":"blank","columns":{"customer":2,"date":3,"amount":5},"dateFormats":["yyyyMMdd"]}"""u8);
        TransactionLog log = await TransactionLog.ReadAsync(ReferenceData.Path("CDNOW_sample.txt"), mapping, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((6919, 2357), (log.Rows, log.Customers));
        SummarisedBase all = await log.SummariseAsync(new DateOnly(1998, 6, 30), cancellationToken: TestContext.Current.CancellationToken);
        SummarisedBase calibration = await log.SummariseAsync(new DateOnly(1997, 9, 30), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((6696, 2_440_919_400L), (all.Customers.Sum(static c => c.Purchases), all.Customers.Sum(static c => c.NetMoney)));
        Assert.Equal((4814, 1_731_155_500L), (calibration.Customers.Sum(static c => c.Purchases), calibration.Customers.Sum(static c => c.NetMoney)));
    }

    private static readonly DateOnly CdnowSplit = new(1997, 9, 30);

    // Fader & Hardie's 1/10 sample: 2,357 customers, Σx = 2,457, 1,411 without a repeat purchase; BG/NBD as in Marketing Science 24(2), 2005,
    // Gamma-Gamma as in note 025.
    [Fact]
    public async Task FromTransactions_Cdnow_GivesThePublishedSummaryAndFits()
    {
        TransactionLog log = await TransactionLog.FromTransactionsAsync(Cdnow(), TestContext.Current.CancellationToken);
        Assert.Equal((6919, 2357), (log.Rows, log.Customers));

        SummarisedBase customers = await log.SummariseAsync(CdnowSplit, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2357, customers.Customers.Length);
        Assert.Equal(2457, customers.Customers.Sum(customer => customer.Frequency));
        Assert.Equal(1411, customers.Customers.Count(customer => customer.Frequency == 0));

        BaseHistories histories = BaseHistories.Of(customers);
        FitResult<BgNbd> purchases = BgNbd.Fit(histories.Grouped);
        Assert.Equal(-9582.4292, purchases.LogLikelihood, 0.001);
        FitResult<GammaGamma> spend = GammaGamma.Fit(histories.Spend);
        Assert.Equal(-4055.9177, spend.LogLikelihood, 0.001);
    }

    [Fact]
    public async Task Read_AndFromTransactions_GiveTheSameSummaries()
    {
        (string CustomerId, DateOnly Date, decimal Amount)[] rows = [.. Enumerable.Range(0, 500).Select(i => ($"c{i % 37}", new DateOnly(2024, 1, 1).AddDays(i * 7 % 300), (i % 91) + 0.25m))];
        string path = Write(string.Concat(rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.CustomerId},{row.Date:yyyy-MM-dd},{row.Amount}\n"))));
        TransactionLog read = await TransactionLog.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        File.Delete(path);
        TransactionLog given = await TransactionLog.FromTransactionsAsync(rows.Reverse(), TestContext.Current.CancellationToken);
        Assert.Equal(await SummariesOf(read), await SummariesOf(given));
    }

    [Fact]
    public async Task FromTransactions_NegativeAmount_IsARefund()
    {
        TransactionLog log = await TransactionLog.FromTransactionsAsync(
            [("a", new DateOnly(2024, 1, 1), 10), ("a", new DateOnly(2024, 2, 1), -4)], TestContext.Current.CancellationToken);
        CustomerSummary summary = Assert.Single(await SummariesOf(log));
        Assert.Equal((1, 60_000L, 100_000L), (summary.Purchases, summary.NetMoney, summary.GrossMoney));
    }

    [Fact]
    public async Task FromTransactions_NothingOrImpossible_SaysSo()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => TransactionLog.FromTransactionsAsync([], TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => TransactionLog.FromTransactionsAsync([("", new DateOnly(2024, 1, 1), 1)], TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => TransactionLog.FromTransactionsAsync([("a", new DateOnly(2024, 1, 1), 0.00001m)], TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<OverflowException>(() => TransactionLog.FromTransactionsAsync([("a", new DateOnly(2024, 1, 1), 1e16m)], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Read_FileWithoutKnownColumns_SaysWhatIsMissing()
    {
        string path = Write("1,2\n", header: "colour,weight");
        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(() => TransactionLog.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken));
        File.Delete(path);
        Assert.Contains("customer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RowsAfterTheClock_AreRejectedIntoTheNamedFile()
    {
        string path = Write("a,2024-01-01,5\nb,2024-01-02,6\nc,2030-01-01,7\n");
        string rejects = Path.GetTempFileName();
        var clock = new FakeTimeProvider(new DateTimeOffset(2024, 6, 1, 0, 0, 0, TimeSpan.Zero));
        TransactionLog log = await TransactionLog.ReadAsync(path, rejectsPath: rejects, clock: clock, cancellationToken: TestContext.Current.CancellationToken);
        string written = await File.ReadAllTextAsync(rejects, TestContext.Current.CancellationToken);
        File.Delete(path);
        File.Delete(rejects);
        Assert.Equal((3L, 2L, 1L), (log.Report!.Rows.Read, log.Rows, log.Report.Rows.Rejected));
        Assert.Contains("date_in_future", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OnlyBadRows_SaysWhy()
    {
        string path = Write("a,soon,5\nb,later,6\n");
        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(() => TransactionLog.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken));
        File.Delete(path);
        Assert.Contains("date", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summarise_WrongOptions_NamesThem()
    {
        TransactionLog log = await TransactionLog.FromTransactionsAsync([("a", new DateOnly(2024, 1, 1), 1)], TestContext.Current.CancellationToken);
        ArgumentException wrong = await Assert.ThrowsAsync<ArgumentException>(() =>
            log.SummariseAsync(new DateOnly(2024, 2, 1), new ResegmentationOptions { TimeZone = "Atlantis", HorizonMonths = 0 }, TestContext.Current.CancellationToken));
        Assert.Contains("TimeZone", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("HorizonMonths", wrong.Message, StringComparison.Ordinal);
    }

    private static async Task<CustomerSummary[]> SummariesOf(TransactionLog log) =>
        (await log.SummariseAsync(new DateOnly(2024, 12, 31), cancellationToken: TestContext.Current.CancellationToken)).Customers;

    private static string Write(string rows, string header = "customer_id,date,amount")
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, $"{header}\n{rows}", Encoding.UTF8);
        return path;
    }

    private static IEnumerable<(string CustomerId, DateOnly Date, decimal Amount)> Cdnow() => File.ReadLines(ReferenceData.Path("CDNOW_sample.txt"))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields.Length == 5)
        .Select(fields => (fields[1], DateOnly.ParseExact(fields[2], "yyyyMMdd", CultureInfo.InvariantCulture), decimal.Parse(fields[4], NumberStyles.Number, CultureInfo.InvariantCulture)));
}
