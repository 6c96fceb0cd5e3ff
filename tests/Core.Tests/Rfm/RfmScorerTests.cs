using System.Globalization;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Tests;

namespace ServerlessSeg.Core.Tests.Rfm;

/// <summary>Published results of R's <c>rfm</c> package on its own sample, and what the options do.</summary>
public sealed class RfmScorerTests
{
    private static readonly RfmOptions RPackage = new() { Method = CutPointMethod.RPackage };

    [Fact]
    public void Fit_RPackageGivesThePublishedCutPointsAndCounts()
    {
        (RfmCutPoints cuts, _) = Fitted(RPackage);
        Assert.Equal([115, 181, 297.4, 482], cuts.Recency.Thresholds.Select(t => Math.Round(t, 9)));
        Assert.Equal([4.0, 5, 6, 8], cuts.Frequency.Thresholds);
        Assert.Equal([255.8, 382, 506.4, 666], cuts.Monetary.Thresholds.Select(t => Math.Round(t, 9)));
        Assert.Equal([197L, 200, 199, 199, 200], cuts.Recency.Customers);
        Assert.Equal([268L, 187, 176, 244, 120], cuts.Frequency.Customers);
        Assert.Equal([200L, 200, 198, 202, 195], cuts.Monetary.Customers);
    }

    [Fact]
    public void Score_RPackageGivesEveryPublishedScore()
    {
        (_, Dictionary<string, RfmScore> scores) = Fitted(RPackage);
        string[][] published = [.. File.ReadLines(ReferenceData.Path("ref_rfm_orders_scores.csv")).Skip(1).Select(l => l.Split(','))];
        Assert.Equal(995, published.Length);
        Assert.Equal(published.Select(p => (p[0], p[7])), published.Select(p => (p[0], scores[p[0]].Cell)));
    }

    [Fact]
    public void Score_RPackageGivesThePublishedTotals()
    {
        (_, Dictionary<string, RfmScore> scores) = Fitted(RPackage);
        Assert.Equal(92, scores.Values.Distinct().Count());
        Assert.Equal(35, scores.Values.Count(s => s.Cell == "555"));
        Assert.Equal(75, scores.Values.Count(s => s.Cell == "111"));
        Assert.Equal(329_437, SumOfCells(scores));
    }

    [Fact]
    public void Score_OwnThresholdsGiveThePublishedCounts()
    {
        (RfmCutPoints cuts, Dictionary<string, RfmScore> scores) = Fitted(new RfmOptions
        {
            Method = CutPointMethod.Thresholds,
            RecencyThresholds = [115, 181, 297, 482],
            FrequencyThresholds = [4, 5, 6, 8],
            MonetaryThresholds = [256, 382, 506, 666],
        });
        Assert.Equal([197L, 201, 198, 199, 200], cuts.Recency.Customers);
        Assert.Equal([200L, 200, 197, 203, 195], cuts.Monetary.Customers);
        Assert.Equal(329_338, SumOfCells(scores));
    }

    [Fact]
    public void Rfm10_GivesThePublishedSegments()
    {
        SegmentationOptions options = new() { Rfm = RPackage, Schemes = ["rfm10"] };
        CustomerSummary[] customers = RfmOrdersSample.Read();
        BaseColumns columns = new(options.Rfm, RfmOrdersSample.AsOfDay);
        foreach (CustomerSummary customer in customers)
            columns.Add(customer, ClvFacts.Refused);
        SegmentationParameters parameters = SegmentationCatalogue.Fit(options, columns, cancellation: TestContext.Current.CancellationToken);
        ISegmentationScheme scheme = SegmentationCatalogue.Build(options, parameters).Single();
        RfmScorer scorer = new(options.Rfm, parameters.Rfm);
        Dictionary<string, (int, int, long)> found = customers
            .GroupBy(c => scheme.Segments[scheme.Assign(new CustomerFacts(c, RfmOrdersSample.AsOfDay, scorer.Score(c, RfmOrdersSample.AsOfDay), ClvFacts.Refused))].Code)
            .ToDictionary(g => g.Key, g => (g.Count(), g.Sum(c => c.Orders), g.Sum(c => c.NetMoney) / 10_000));
        Assert.Equal(
            new Dictionary<string, (int, int, long)>
            {
                ["PotentialLoyalist"] = (342, 2211, 204_856),
                ["Loyal"] = (170, 799, 76_562),
                ["Lost"] = (148, 393, 35_324),
                ["New"] = (104, 329, 28_837),
                ["AboutToSleep"] = (102, 283, 23_449),
                ["CantLose"] = (47, 274, 32_446),
                ["Champions"] = (35, 316, 31_646),
                ["AtRisk"] = (28, 216, 22_227),
                ["NeedAttention"] = (10, 57, 4_562),
                ["Promising"] = (9, 28, 4_249),
            },
            found);
    }

    [Fact]
    public void Measures_FollowTheOptions()
    {
        CustomerSummary customer = new() { Key = 1, Id = "a", Purchases = 2, WindowPurchases = 2, WindowOrders = 4, WindowNetMoney = 80_000, WindowMarginMoney = 20_000 };
        RfmOptions days = new() { Frequency = FrequencyMeasure.PurchaseDays, Monetary = MonetaryMeasure.Mean };
        Assert.Equal(2, RfmScorer.Frequency(customer, days));
        Assert.Equal(4, RfmScorer.Monetary(customer, days));
        RfmOptions orders = new() { Monetary = MonetaryMeasure.Mean };
        Assert.Equal(4, RfmScorer.Frequency(customer, orders));
        Assert.Equal(2, RfmScorer.Monetary(customer, orders));
        Assert.Equal(2, RfmScorer.Monetary(customer, new RfmOptions { Monetary = MonetaryMeasure.Margin }));
        Assert.Equal(8, RfmScorer.Monetary(customer, new RfmOptions()));
    }

    [Fact]
    public void Score_OfACustomerWithoutPurchaseIsUnscored()
    {
        (RfmCutPoints cuts, _) = Fitted(RPackage);
        RfmScore score = new RfmScorer(RPackage, cuts).Score(new CustomerSummary { Key = 1, Id = "refunds only", NetMoney = -5 }, RfmOrdersSample.AsOfDay);
        Assert.False(score.IsScored);
        Assert.Equal("000", score.Cell);
    }

    [Fact]
    public void Weighted_IsTheWeightedMean() =>
        Assert.Equal(2.75, new RfmScore(1, 5, 4).Weighted(new RfmOptions { RecencyWeight = 2, FrequencyWeight = 1, MonetaryWeight = 1 }));

    [Fact]
    public void Cell_WithTwoDigitScoresIsUnambiguous() => Assert.Equal("10-5-7", new RfmScore(10, 5, 7).Cell);

    [Fact]
    public void Errors_NamesAllAtOnce()
    {
        IReadOnlyList<string> errors = new RfmOptions
        {
            WindowDays = 0, Levels = 2, RecencyWeight = -1, Method = CutPointMethod.Thresholds, FrequencyThresholds = [3, 1],
        }.Errors();
        foreach (string name in new[] { "windowDays", "levels", "recencyWeight", "recencyThresholds", "frequencyThresholds", "monetaryThresholds" })
            Assert.Contains(errors, e => e.Contains(name, StringComparison.Ordinal));
    }

    private static (RfmCutPoints, Dictionary<string, RfmScore>) Fitted(RfmOptions options)
    {
        CustomerSummary[] customers = RfmOrdersSample.Read();
        RfmCutPoints cuts = RfmCutPoints.Fit(
            options,
            ValueDistribution.Of(customers.Select(c => c.DaysSinceLast(RfmOrdersSample.AsOfDay)).ToArray()),
            ValueDistribution.Of(customers.Select(c => RfmScorer.Frequency(c, options)).ToArray()),
            ValueDistribution.Of(customers.Select(c => RfmScorer.Monetary(c, options)).ToArray()));
        RfmScorer scorer = new(options, cuts);
        return (cuts, customers.ToDictionary(c => c.Id, c => scorer.Score(c, RfmOrdersSample.AsOfDay)));
    }

    private static int SumOfCells(Dictionary<string, RfmScore> scores) => scores.Values.Sum(s => int.Parse(s.Cell, CultureInfo.InvariantCulture));
}
