using System.Globalization;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Benchmarks.Ingest;

/// <summary>The jobs as this library does them.</summary>
internal static class OwnIngest
{
    private static readonly DateOnly AsOf = new(2025, 12, 31);

    /// <summary>Checked rows into sorted ledger files, with report and rejects.</summary>
    public static async Task<IReadOnlyList<string>> ToLedgerAsync(string input, string folder)
    {
        (BatchReport report, _) = await IngestAsync(input, folder);
        return [Text(report.Rows.Accepted), Text(report.Customers), Text((Int128)(report.Money.Accepted * 10_000))];
    }

    /// <summary>First and last day, days, orders and money of every customer, by way of the ledger.</summary>
    public static async Task<IReadOnlyList<string>> ToSummariesAsync(string input, string folder)
    {
        (BatchReport report, FileLedgerStore store) = await IngestAsync(input, folder);
        IEnumerable<LedgerFile> files = report.LedgerFiles.Select(static file => new LedgerFile(file.Name, "benchmark", "batch", 1, file.Rows));
        RunPlan plan = RunPlan.Create(AsOf, new ResegmentationOptions(), files, firstDay: AsOf);
        SummarisedBase customers = await Summarise.RunAsync(plan, store, progress: null, CancellationToken.None);
        long first = 0, last = 0, days = 0, orders = 0;
        Int128 money = 0;
        foreach (ref readonly CustomerSummary customer in customers.Customers.AsSpan())
        {
            first += customer.FirstDay;
            last += customer.LastDay;
            days += customer.Purchases;
            orders += customer.Orders;
            money += customer.NetMoney;
        }
        return [Text(customers.Customers.Length), Text(first), Text(last), Text(days), Text(orders), Text(money)];
    }

    /// <summary>The same figures straight from the checked rows, without a ledger.</summary>
    public static async Task<IReadOnlyList<string>> ToAggregateAsync(string input, string folder)
    {
        IngestOptions options = IngestOptions.Default;
        var sink = new AggregateSink(options.Workers);
        await IngestAsync(input, folder, options, (_, _) => ValueTask.FromResult<ITransactionSink>(sink));
        AggregateSink.Totals totals = sink.Result;
        return [Text(totals.Customers), Text(totals.First), Text(totals.Last), Text(totals.Days), Text(totals.Orders), Text(totals.Money)];
    }

    private static async Task<(BatchReport Report, FileLedgerStore Store)> IngestAsync(string input, string folder)
    {
        var store = new FileLedgerStore(folder);
        IngestOptions options = IngestOptions.Default;
        return (await IngestAsync(input, folder, options, LedgerSink.For(store, "batch", options)), store);
    }

    private static async Task<BatchReport> IngestAsync(
        string input, string folder, IngestOptions options, Func<SchemaMapping, CancellationToken, ValueTask<ITransactionSink>> openSink)
    {
        var request = new BatchRequest
        {
            Content = new FileContent(input),
            Source = "benchmark",
            OpenSink = openSink,
            OpenRejects = _ => Task.FromResult<Stream>(File.Create(Path.Combine(folder, "rejects.csv"))),
        };
        BatchReport report = await new BatchIngest(options, TimeProvider.System).RunAsync(request);
        return report.Status == BatchStatus.Ready ? report : throw new InvalidOperationException(report.ToJson());
    }

    private static string Text(Int128 value) => value.ToString(CultureInfo.InvariantCulture);
}
