using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Intervals;
using ServerlessSeg.Core.Evaluation;

namespace ServerlessSeg.Core.Tests.Clv.Intervals;

public sealed class TotalOutlookTests(ITestOutputHelper output)
{
    private static readonly IntervalOptions Options = new() { HorizonDays = 273, AnnualDiscountRate = 0 };

    [Fact]
    public void Intervals_OfSegments_CoverNineTenths()
    {
        // 300 segments of 60 customers in one world: chance dominates.
        var world = SimulatedWorld.Geometric(21, 18_000, 1, true, 0.9, 5, 0.9, 1.6, (27, 39), 39, (4, 5, 60));
        var (model, spend) = IntervalEstimatorTests.Fit(world, MbgNbd.Fit);
        var estimator = new IntervalEstimator(model, spend, Options);
        int purchases = 0, value = 0;
        var segments = world.Chunk(60).ToList();
        foreach (var segment in segments)
        {
            var total = Total(estimator, segment);
            purchases += Holds(total.Purchases(), segment.Sum(o => o.Purchases));
            value += Holds(total.Value(), segment.Sum(o => o.Spend));
        }
        output.WriteLine(FormattableString.Invariant($"purchases {purchases / 300.0:0.000}, value {value / 300.0:0.000}"));
        Assert.InRange(purchases / (double)segments.Count, 0.86, 0.94);
        Assert.InRange(value / (double)segments.Count, 0.86, 0.94);
    }

    [Fact]
    public void Intervals_OfWholeBases_CoverNineTenthsBecauseParametersAreUncertain()
    {
        // 100 worlds, each fitted and predicted as a whole: without the parameters' part the interval would be far too narrow.
        int purchases = 0, value = 0;
        const int Worlds = 100;
        for (int seed = 1000; seed < 1000 + Worlds; seed++)
        {
            var world = SimulatedWorld.Geometric(seed, 500, 1, true, 0.9, 5, 0.9, 1.6, (27, 39), 39, (4, 5, 60));
            var (model, spend) = IntervalEstimatorTests.Fit(world, MbgNbd.Fit);
            var total = Total(new IntervalEstimator(model, spend, Options), world);
            purchases += Holds(total.Purchases(), world.Sum(o => o.Purchases));
            value += Holds(total.Value(), world.Sum(o => o.Spend));
        }
        output.WriteLine(FormattableString.Invariant($"purchases {purchases / (double)Worlds:0.000}, value {value / (double)Worlds:0.000}"));
        Assert.InRange(purchases / (double)Worlds, 0.83, 0.97);
        Assert.InRange(value / (double)Worlds, 0.83, 0.97);
    }

    [Fact]
    public void Merge_InAnyOrder_GivesTheSameBits()
    {
        var world = SimulatedWorld.Geometric(22, 2000, 1, false, 0.243, 4.414, 0.793, 2.426, (27, 39), 39, (6.25, 3.74, 15.44));
        var (model, spend) = IntervalEstimatorTests.Fit(world, BgNbd.Fit);
        var estimator = new IntervalEstimator(model, spend);
        var whole = Total(estimator, world);
        var parts = new TotalOutlook();
        foreach (var chunk in world.AsEnumerable().Reverse().Chunk(137))
            parts.Merge(Total(estimator, chunk));
        Assert.Equal(2000, parts.Customers);
        Assert.Equal(whole.Purchases(), parts.Purchases());
        Assert.Equal(whole.Value(), parts.Value());
    }

    [Fact]
    public void Value_Expected_IsTheSumOverCustomers()
    {
        var world = SimulatedWorld.Geometric(22, 2000, 1, false, 0.243, 4.414, 0.793, 2.426, (27, 39), 39, (6.25, 3.74, 15.44));
        var (model, spend) = IntervalEstimatorTests.Fit(world, BgNbd.Fit);
        var clv = new ProbabilityClv(model.Model, new ValueOptions { MarginRate = 0.4 });
        var total = new TotalOutlook();
        var estimator = new IntervalEstimator(model, spend);
        foreach (var o in world)
            total.Add(estimator.Outlook(o.History), o.MeanRepeatSpend, 0.4);
        double expected = world.Sum(o => clv.ExpectedMargin(o.History, spend.Model.ExpectedMeanSpend(o.History.Frequency, o.MeanRepeatSpend)));
        Assert.Equal(expected, total.Value().Expected, 0.02 * expected);
        Assert.InRange(total.Value().Expected, total.Value().Low, total.Value().High);
    }

    [Fact]
    public void Value_OfNobody_IsNothing() => Assert.Equal(new TotalInterval(0, 0, 0), new TotalOutlook().Value());

    private static TotalOutlook Total(IntervalEstimator estimator, IEnumerable<RealisedOutcome> customers)
    {
        var total = new TotalOutlook();
        foreach (var o in customers)
            total.Add(estimator.Outlook(o.History), o.MeanRepeatSpend);
        return total;
    }

    private static int Holds(TotalInterval interval, double actual) => actual >= interval.Low && actual <= interval.High ? 1 : 0;
}
