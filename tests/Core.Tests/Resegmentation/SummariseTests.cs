using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Core.Tests.Resegmentation;

/// <summary>What is read of mapped attributes, over several files and key ranges.</summary>
public sealed class SummariseTests
{
    private static readonly DateOnly AsOf = new(2024, 12, 31);
    private static readonly string[] Regions = ["North", "South", ""];

    // More than two ranges' worth of rows, so that the base is really put together from parts.
    private const int Rows = 160_000;
    private const int Customers = 9_000;

    [Fact]
    public async Task Attributes_AreTheSameHoweverTheRowsAreSplitAndOrdered()
    {
        string[] rows = [.. Enumerable.Range(0, Rows).Select(Row)];
        SummarisedBase one = await SummariseAsync([rows], parallelism: 1);
        SummarisedBase split = await SummariseAsync([[.. rows.Where((_, i) => i % 3 == 0).Reverse()], [.. rows.Where((_, i) => i % 3 != 0)]], parallelism: 3);
        Assert.Equal(Customers, one.Customers.Length);
        Assert.Equal(one.Customers.Select(static c => (c.Id, c.Attribute)), split.Customers.Select(static c => (c.Id, c.Attribute)));
        Assert.Equal(one.Attributes.Single().Values, split.Attributes.Single().Values);

        Dictionary<string, double> means = rows.Select(static row => row.Split(';')).GroupBy(static row => row[0])
            .ToDictionary(static own => own.Key, static own => (double)own.Average(static row => decimal.Parse(row[4].Replace(',', '.'), CultureInfo.InvariantCulture)));
        Assert.All(one.Customers, customer => Assert.Equal(means[customer.Id], customer.Attribute, 1e-12));
        Assert.Equal("Region", one.Attributes.Single().Name);
        Assert.All(one.Customers.Index(), customer => Assert.Equal(RegionOf(customer.Item.Id), one.Attributes.Single().Values[customer.Index]));
    }

    [Fact]
    public async Task Calendar_AddsUpToTheLedger()
    {
        SummarisedBase customers = await SummariseAsync([[.. Enumerable.Range(0, Rows).Select(Row)]], parallelism: 2);
        Assert.Equal(customers.Totals.Net.ToDecimal(), customers.Calendar!.Months.Report().Months.Sum(static month => month.Revenue.ToDecimal()));
        Assert.Equal(customers.Totals.Buyers, customers.Calendar.Cohorts.Cohorts().Sum(static cohort => cohort.Customers));
    }

    // Numbers of a linear congruence, so that customers, days and discounts mix; the region belongs to the customer.
    private static string Row(int i)
    {
        uint random = (uint)i * 2_654_435_761u;
        string customer = string.Create(CultureInfo.InvariantCulture, $"c{i % Customers}");
        DateOnly day = new DateOnly(2024, 1, 1).AddDays((int)(random % 360));
        return string.Create(CultureInfo.InvariantCulture, $"{customer};o{i};{day:yyyy-MM-dd};{random % 9_973}.{random % 90 + 10};0,{random % 997:000};{RegionOf(customer)}");
    }

    private static string? RegionOf(string customer) =>
        Regions[int.Parse(customer.AsSpan(1), CultureInfo.InvariantCulture) % 3] is { Length: > 0 } region ? region : null;

    private static async Task<SummarisedBase> SummariseAsync(string[][] files, int parallelism)
    {
        var store = new InMemoryLedgerStore();
        List<LedgerFile> ledger = [];
        foreach ((int number, string[] rows) in files.Index())
        {
            string csv = "customer;order;date;amount;Discount;Region\n" + string.Join('\n', rows);
            string path = Path.GetTempFileName();
            await File.WriteAllTextAsync(path, csv, TestContext.Current.CancellationToken);
            string batch = string.Create(CultureInfo.InvariantCulture, $"b{number}");
            BatchReport report = await new BatchIngest(IngestOptions.Default, new FakeTimeProvider(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero))).RunAsync(
                new BatchRequest
                {
                    Content = new FileContent(path),
                    Source = "shop",
                    Mapping = MappingOverride.Parse(Encoding.UTF8.GetBytes("""{ "attributes": ["Discount", "Region"], "decimalStyle": "point" }""")),
                    OpenSink = LedgerSink.For(store, batch, IngestOptions.Default),
                    OpenRejects = static _ => Task.FromResult(Stream.Null),
                },
                cancellationToken: TestContext.Current.CancellationToken);
            File.Delete(path);
            Assert.Equal((BatchStatus.Ready, rows.Length), (report.Status, (int)report.Rows.Accepted));
            ledger.AddRange(new LedgerContent(report.LedgerFiles, report.Rows.Accepted, report.Customers, []).ToLedgerFiles("shop", batch, commitOrder: number));
        }
        SegmentationSettings settings = SegmentationSettings.Read(
            """{ "cluster": { "features": ["recency", "attribute"], "attribute": "Discount" }, "profile": { "attributes": ["Region"] } }""",
            actions: null, new Dictionary<string, string>(), windowDays: null);
        RunPlan plan = RunPlan.Create(AsOf, new ResegmentationOptions { Parallelism = parallelism }, ledger, new DateOnly(2024, 1, 1), settings);
        return await Summarise.RunAsync(plan, store, progress: null, TestContext.Current.CancellationToken);
    }
}
