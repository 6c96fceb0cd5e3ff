using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Tests.Segmentation;

/// <summary>A seeded, consistent random customer base with every awkward kind of customer in it.</summary>
internal static class RandomBase
{
    public const int AsOfDay = 15_000;

    public static CustomerFacts[] Create(int seed, int customers, bool clv = true, int shiftDays = 0, int moneyFactor = 1)
    {
        Random random = new(seed);
        CustomerFacts[] facts = new CustomerFacts[customers];
        for (int i = 0; i < customers; i++)
            facts[i] = One(random, i, clv, shiftDays, moneyFactor);
        return facts;
    }

    /// <summary>Fits and builds all schemes, and fills in the scores. The base is collected in as many parts as there are threads.</summary>
    public static (SegmentationParameters Parameters, IReadOnlyList<ISegmentationScheme> Schemes, CustomerFacts[] Facts) Segment(
        CustomerFacts[] facts, SegmentationOptions? options = null, SegmentationParameters? previous = null, int parallelism = 1)
    {
        options ??= new SegmentationOptions();
        int asOfDay = facts.Length == 0 ? AsOfDay : facts[0].AsOfDay;
        BaseColumns columns = new(options.Rfm, asOfDay);
        foreach (CustomerFacts[] part in facts.Length == 0 ? [] : facts.Chunk((facts.Length + parallelism - 1) / parallelism))
        {
            BaseColumns own = new(options.Rfm, asOfDay);
            foreach (CustomerFacts customer in part)
                own.Add(customer.Summary, customer.Clv);
            columns.Append(own);
        }
        SegmentationParameters parameters = SegmentationCatalogue.Fit(options, columns, previous, parallelism, TestContext.Current.CancellationToken);
        RfmScorer scorer = new(options.Rfm, parameters.Rfm);
        CustomerFacts[] scored = Array.ConvertAll(facts, f => new CustomerFacts(f.Summary, f.AsOfDay, scorer.Score(f.Summary, f.AsOfDay), f.Clv));
        return (parameters, SegmentationCatalogue.Build(options, parameters), scored);
    }

    private static CustomerFacts One(Random random, int i, bool clv, int shiftDays, int moneyFactor)
    {
        int purchases = Math.Max(0, (int)Math.Exp(random.NextDouble() * 3.5) - (i % 17 == 0 ? 40 : 0));
        int asOf = AsOfDay + shiftDays, first = asOf - random.Next(1, 900);
        List<int> days = [first];
        while (days.Count < purchases && days[^1] < asOf)
            days.Add(Math.Min(asOf, days[^1] + 1 + random.Next(60)));
        days = [.. days.Distinct()];
        int[] gaps = [.. days.Zip(days.Skip(1), (a, b) => b - a)];
        long net = (random.Next(1, 100_000) - (i % 13 == 0 ? 120_000 : 0)) * 100L * Math.Max(1, days.Count) * moneyFactor;
        double predicted = random.NextDouble() * 1000 * moneyFactor, alive = random.NextDouble();
        CustomerSummary summary = new()
        {
            Key = (ulong)random.NextInt64(),
            Id = $"c{i}",
            FirstDay = first,
            LastDay = days[^1],
            FirstSeenDay = first,
            Purchases = purchases == 0 ? 0 : days.Count,
            WindowPurchases = purchases == 0 ? 0 : days.Count,
            Orders = purchases == 0 ? 0 : days.Count + random.Next(3),
            WindowOrders = purchases == 0 ? 0 : days.Count,
            NetMoney = net,
            WindowNetMoney = net,
            GrossMoney = Math.Abs(net),
            SumLogGapDays = gaps.Sum(g => Math.Log(g)),
            SumSquaredGapDays = gaps.Sum(g => (double)g * g),
            LongestGapDays = gaps.DefaultIfEmpty().Max(),
            LastGapDays = gaps.LastOrDefault(),
            LaterHalfPurchases = days.Count(d => 2 * (d - first) > asOf - first),
            Products = random.Next(1, 30),
            Attribute = random.NextDouble(),
            Country = random.Next(3) switch { 0 => "GB", 1 => "DE", _ => null },
        };
        return new CustomerFacts(summary, asOf, default, clv ? new ClvFacts(alive, predicted / 50, predicted, predicted / 2, predicted * 2) : ClvFacts.Refused);
    }
}
