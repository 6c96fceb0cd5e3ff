using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Intervals;
using ServerlessSeg.Core.Evaluation;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Tests.Clv.Intervals;
using ServerlessSeg.Core.Transactions;
using SegmentTotal = ServerlessSeg.Core.Resegmentation.SegmentTotal;

namespace ServerlessSeg.Core.Tests.Resegmentation;

/// <summary>From a simulated base through the steps of a run to the intervals of its segments.</summary>
public sealed class SegmentTotalsTests(ITestOutputHelper output)
{
    private const int Segments = 240;
    private const int CustomersPerSegment = 75;
    private static readonly DateOnly AsOf = new(2025, 12, 31);
    private static readonly ResegmentationOptions Options = new() { AnnualDiscountRate = 0, HorizonMonths = 9 };

    [Fact]
    public void Intervals_OfSegments_CoverNineTenthsOfWhatTheySpend()
    {
        List<RealisedOutcome> world = World(31, Segments * CustomersPerSegment);
        ScoredBase scored = Scored(world, Options, i => (byte)(i / CustomersPerSegment), Segments);
        IReadOnlyList<SegmentTotal> totals = SegmentTotals.Of(scored, Options.IntervalLevel);
        int covered = 0;
        for (int s = 0; s < Segments; s++)
        {
            double spent = world.Skip(s * CustomersPerSegment).Take(CustomersPerSegment).Sum(static customer => customer.Spend);
            TotalInterval total = totals[s].Clv!.Value;
            covered += spent >= total.Low && spent <= total.High ? 1 : 0;
            Assert.Equal(totals[s].MeanClv * CustomersPerSegment, total.Expected, 1e-6 * total.Expected);
            // Of customers one by one the limits lie much farther apart.
            ClvEstimate[] own = scored.Clv[(s * CustomersPerSegment)..((s + 1) * CustomersPerSegment)];
            Assert.InRange(total.High - total.Low, 0, 0.5 * own.Sum(static clv => clv.High - clv.Low));
        }
        output.WriteLine(FormattableString.Invariant($"covered {covered / (double)Segments:0.000}"));
        Assert.InRange(covered / (double)Segments, 0.86, 0.94);
    }

    [Fact]
    public void Interval_OfEverybody_IsWiderThanChanceAlone()
    {
        List<RealisedOutcome> world = World(32, 4000);
        ScoredBase scored = Scored(world, Options, static i => (byte)(i % 4), 4);
        double[] halfWidths = [.. SegmentTotals.Of(scored).Select(static total => (total.Clv!.Value.High - total.Clv.Value.Low) / 2)];
        TotalInterval all = Assert.Single(SegmentTotals.Of(scored with { Segments = [new byte[4000]], Schemes = [new PlainScheme("all", 1)] })).Clv!.Value;
        // Were the segments independent, the squares of their widths would add up to that of all.
        Assert.InRange((all.High - all.Low) / 2, 1.02 * Math.Sqrt(halfWidths.Sum(static w => w * w)), halfWidths.Sum());
    }

    [Fact]
    public void Interval_WithServiceCosts_MovesByTheirSum()
    {
        List<RealisedOutcome> world = World(33, 1500);
        TotalInterval plain = Assert.Single(SegmentTotals.Of(Scored(world, Options with { MarginRate = 0.4 }, static _ => 0, 1))).Clv!.Value;
        ResegmentationOptions costly = Options with { Economics = new CustomerRates { MarginRate = 0.4, AcquisitionCost = 7, AnnualServiceCost = 3 } };
        ScoredBase scored = Scored(world, costly, static _ => 0, 1);
        TotalInterval net = Assert.Single(SegmentTotals.Of(scored)).Clv!.Value;
        double cost = 3 * scored.Clv.Sum(static clv => clv.PAlive) * (AsOf.AddMonths(9).DayNumber - AsOf.DayNumber) / 365.25;
        Assert.Equal(plain.Expected - cost, net.Expected, 1e-4 * plain.Expected);
        Assert.Equal(plain.Low - cost, net.Low, 1e-4 * plain.Expected);
        Assert.Equal(plain.High - cost, net.High, 1e-4 * plain.Expected);
    }

    [Fact]
    public void Of_WithoutPredictions_HasNoInterval()
    {
        ScoredBase scored = Scored(World(34, 300), Options, static _ => 0, 2);
        Assert.Null(SegmentTotals.Of(scored with { Outlook = null })[0].Clv);
        Assert.Null(SegmentTotals.Of(scored)[1].Clv);
    }

    private static List<RealisedOutcome> World(int seed, int customers) =>
        SimulatedWorld.Geometric(seed, customers, 1, true, 0.9, 5, 0.9, 1.6, (39, 39), (AsOf.AddMonths(9).DayNumber - AsOf.DayNumber) / 7.0, (4, 5, 60));

    private static ScoredBase Scored(List<RealisedOutcome> world, ResegmentationOptions options, Func<int, byte> segment, int segments)
    {
        int firstDay = CalendarDays.Of(AsOf) - (39 * 7);
        CustomerSummary[] summaries =
        [
            .. world.Select((customer, i) => new CustomerSummary
            {
                Key = (ulong)i,
                Id = $"c{i}",
                FirstDay = firstDay,
                LastDay = firstDay + (int)Math.Round(customer.History.Recency * 7),
                Purchases = customer.History.Frequency + 1,
                RepeatMoney = customer.History.Frequency == 0 ? 0 : (long)Math.Round(customer.MeanRepeatSpend * customer.History.Frequency * Money.Scale),
            }),
        ];
        var customers = new SummarisedBase(AsOf, summaries, new HistoryTotals());
        BaseHistories histories = BaseHistories.Of(customers);
        (ClvEstimate[] clv, BaseOutlook outlook) = Predict.WithOutlook(
            customers, histories, FittedModel.Of(MbgNbd.Fit(histories.Grouped)), GammaGamma.Fit(histories.Spend), options, TestContext.Current.CancellationToken);
        var scored = new ScoredBase(
            customers, new RfmScorer(new RfmOptions(), PlainScheme.CutPoints), new RfmScore[summaries.Length], clv,
            [new PlainScheme("plain", segments)], [[.. Enumerable.Range(0, summaries.Length).Select(segment)]]);
        return new CustomerEconomics(options, AsOf).Apply(scored with { Outlook = outlook });
    }
}
