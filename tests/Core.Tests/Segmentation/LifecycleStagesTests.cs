using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Tests.Segmentation;

public sealed class LifecycleStagesTests
{
    private const int AsOf = 1000;
    private static readonly LifecycleStages Scheme = new(30, new LifecycleOptions());

    [Theory]
    [InlineData("Prospect")]
    [InlineData("New", 990)]
    [InlineData("New", 975, 985, 995)]
    [InlineData("Declining", 950)]
    [InlineData("Dormant", 900)]
    [InlineData("Lost", 800)]
    [InlineData("Mature", 900, 920, 940, 960, 980, 995)]
    [InlineData("Declining", 900, 920, 940, 960)]
    [InlineData("Dormant", 860, 880, 900, 920)]
    [InlineData("Lost", 700, 720, 740, 760)]
    [InlineData("Reactivated", 600, 620, 640, 990)]
    [InlineData("Growing", 700, 900, 930, 960, 980, 995)]
    [InlineData("Declining", 600, 640, 680, 720, 760, 860, 960)]
    public void Assign_ReadsTheRhythm(string expected, params int[] days)
    {
        CustomerFacts facts = Facts(days);
        Assert.Equal(expected, Scheme.Segments[Scheme.Assign(facts)].Code);
        Assert.Equal(expected, Scheme.Explain(facts).Segment);
    }

    [Fact]
    public void Assign_AShortRhythmHasAFloor() => Assert.Equal("Mature", Scheme.Segments[Scheme.Assign(Facts([.. Enumerable.Range(950, 41)]))].Code);

    [Fact]
    public void Fit_IsTheMedianOfMeanGaps()
    {
        BaseColumns columns = new(new RfmOptions(), AsOf);
        foreach (int gap in new[] { 10, 40, 100 })
            columns.Add(Facts([500, 500 + gap]).Summary, ClvFacts.Refused);
        columns.Add(Facts([700]).Summary, ClvFacts.Refused);
        Assert.Equal(40, LifecycleStages.Fit(new LifecycleOptions(), new BaseStatistics(columns)));
    }

    [Fact]
    public void Fit_OfABaseOfOneTimeBuyersIsTheConfiguredRhythm() =>
        Assert.Equal(90, LifecycleStages.Fit(new LifecycleOptions(), new BaseStatistics(new BaseColumns(new RfmOptions(), AsOf))));

    private static CustomerFacts Facts(int[] days)
    {
        int[] gaps = [.. days.Zip(days.Skip(1), (a, b) => b - a)];
        CustomerSummary customer = new()
        {
            Key = 1,
            Id = "a",
            FirstDay = days.FirstOrDefault(),
            LastDay = days.LastOrDefault(),
            Purchases = days.Length,
            LastGapDays = gaps.LastOrDefault(),
            SumSquaredGapDays = gaps.Sum(g => (double)g * g),
            LaterHalfPurchases = days.Count(d => 2 * (d - days[0]) > AsOf - days[0]),
        };
        return new CustomerFacts(customer, AsOf, default, ClvFacts.Refused);
    }
}
