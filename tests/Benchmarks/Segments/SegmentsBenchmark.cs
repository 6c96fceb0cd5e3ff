using System.Diagnostics;
using System.Globalization;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Core.Segmentation.Profiles;

namespace ServerlessSeg.Benchmarks.Segments;

/// <summary>
/// <c>segments [customers] [repeats]</c>: fits every scheme over simulated customers and places each customer in each, k-means
/// included, and prints the time of every step, the processor time of all threads, and the peak memory.
/// </summary>
public static class SegmentsBenchmark
{
    private const int AsOfDay = 15_000;

    /// <summary>Runs the benchmark; 0 when the totals of all schemes agree with the base.</summary>
    public static int Run(string[] args)
    {
        int customers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        int repeats = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        (CustomerSummary[] summaries, ClvFacts[] clv) = Simulate(customers);
        long held = GC.GetTotalMemory(forceFullCollection: true);
        bool agrees = true;
        for (int repeat = 0; repeat < repeats; repeat++)
            agrees &= Once(summaries, clv);
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine($"peak {self.PeakWorkingSet64 >> 20} MB, of which {held >> 20} MB are the simulated customers; totals agree: {agrees}");
        return agrees ? 0 : 1;
    }

    private static bool Once(CustomerSummary[] summaries, ClvFacts[] clv)
    {
        SegmentationOptions options = new();
        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        BaseColumns columns = new(options.Rfm, AsOfDay, summaries.Length);
        for (int i = 0; i < summaries.Length; i++)
            columns.Add(summaries[i], clv[i]);
        TimeSpan collected = watch.Elapsed;
        SegmentationParameters parameters = SegmentationCatalogue.Fit(options, columns);
        TimeSpan fitted = watch.Elapsed;
        IReadOnlyList<ISegmentationScheme> schemes = SegmentationCatalogue.Build(options, parameters);
        RfmScorer scorer = new(options.Rfm, parameters.Rfm);
        SegmentTotals totals = new(schemes);
        Parallel.For(0, Environment.ProcessorCount, () => new SegmentTotals(schemes), (part, _, own) =>
        {
            Span<byte> segments = stackalloc byte[schemes.Count];
            int from = (int)((long)summaries.Length * part / Environment.ProcessorCount), to = (int)((long)summaries.Length * (part + 1) / Environment.ProcessorCount);
            for (int i = from; i < to; i++)
            {
                CustomerFacts facts = new(summaries[i], AsOfDay, scorer.Score(summaries[i], AsOfDay), clv[i]);
                for (int s = 0; s < segments.Length; s++)
                    segments[s] = schemes[s].Assign(facts);
                own.Add(segments, summaries[i].NetMoney, clv[i].PredictedClv);
            }
            return own;
        }, own =>
        {
            lock (totals)
                totals.Merge(own);
        });
        TimeSpan placed = watch.Elapsed;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{summaries.Length} customers, {schemes.Count} schemes, {parameters.Cluster!.Clusters.Count} clusters: collect {collected.TotalSeconds:0.00} s, fit {(fitted - collected).TotalSeconds:0.00} s, place {(placed - fitted).TotalSeconds:0.00} s, all {placed.TotalSeconds:0.00} s, processor time {(Environment.CpuUsage.TotalTime - processor).TotalSeconds:0.00} s"));
        return Enumerable.Range(0, schemes.Count).All(s => totals.Of(s).Sum(t => t.Customers) == summaries.Length
            && totals.Of(s).Aggregate((Int128)0, (sum, t) => sum + t.Revenue.TenThousandths) == summaries.Aggregate((Int128)0, (sum, c) => sum + c.NetMoney));
    }

    private static (CustomerSummary[], ClvFacts[]) Simulate(int customers)
    {
        Random random = new(1);
        CustomerSummary[] summaries = new CustomerSummary[customers];
        ClvFacts[] clv = new ClvFacts[customers];
        for (int i = 0; i < customers; i++)
        {
            int purchases = random.Next(50) == 0 ? 0 : 1 + (int)(-Math.Log(1 - random.NextDouble()) * (random.Next(4) == 0 ? 15 : 1.5));
            int first = AsOfDay - random.Next(1, 1000), span = purchases > 1 ? random.Next(purchases, Math.Max(purchases + 1, AsOfDay - first)) : 0;
            int last = Math.Min(AsOfDay, first + span), gaps = Math.Max(1, purchases - 1);
            long money = (long)(Math.Exp(3 + random.NextDouble() * 3) * 10_000) * Math.Max(1, purchases);
            double mean = (double)(last - first) / gaps;
            summaries[i] = new CustomerSummary
            {
                Key = (ulong)random.NextInt64() * 2,
                Id = "",
                FirstDay = first,
                LastDay = last,
                FirstSeenDay = first,
                Purchases = purchases,
                WindowPurchases = purchases,
                Orders = purchases + random.Next(3),
                WindowOrders = purchases + random.Next(3),
                NetMoney = money,
                WindowNetMoney = money,
                GrossMoney = money,
                SumSquaredGapDays = gaps * mean * mean * (1 + random.NextDouble()),
                LastGapDays = purchases > 1 ? (int)(mean * 2 * random.NextDouble()) : 0,
                LaterHalfPurchases = random.Next(purchases),
                Products = random.Next(1, 40),
                Attribute = random.NextDouble(),
            };
            double predicted = random.NextDouble() * money / 20_000;
            clv[i] = new ClvFacts(random.NextDouble(), predicted / 100, predicted, predicted / 2, predicted * 2);
        }
        return (summaries, clv);
    }
}
