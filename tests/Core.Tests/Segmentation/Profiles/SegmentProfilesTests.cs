using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Core.Segmentation.Profiles;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Segmentation.Profiles;

public sealed class SegmentProfilesTests
{
    private static readonly IReadOnlyList<ISegmentationScheme> Schemes =
        [new AbcClasses(new AbcFloors(100, 10)), new EightTypes(new EightTypeSplits(EightTypeSplit.Mean, 1, 1, 1), new RfmOptions())];

    [Fact]
    public void Of_TellsShareAndLiftOfEachValue()
    {
        SegmentProfiles profiles = new(Schemes, ["age"]);
        foreach ((byte segment, string? country) in new (byte, string?)[] { (0, "DE"), (0, "DE"), (0, "GB"), (0, null), (1, "GB"), (1, "GB"), (1, "GB"), (2, "FR") })
            profiles.Add([segment, 0], Customer(country, 5), ["old"]);
        DimensionProfile a = profiles.Of(scheme: 0, segment: 0, dimension: 0);
        Assert.Equal(3, a.DistinctValues);
        Assert.Equal(
        [
            new ValueProfile("DE", 2, new Money(10), 0.5, 2),
            new ValueProfile(null, 1, new Money(5), 0.25, 2),
            new ValueProfile("GB", 1, new Money(5), 0.25, 0.5),
        ], a.Values);
        Assert.Equal(new ValueProfile("old", 4, new Money(20), 1, 1), Assert.Single(profiles.Of(0, 0, 3).Values));
    }

    [Fact]
    public void Of_ADimensionWithTooManyValuesIsLeftOutHoweverItIsParted()
    {
        SegmentProfiles whole = new(Schemes, []), half = new(Schemes, []), other = new(Schemes, []);
        for (int i = 0; i <= SegmentProfiles.MaxValues; i++)
        {
            CustomerSummary customer = Customer(i.ToString(CultureInfo.InvariantCulture), 1);
            whole.Add([0, 0], customer, []);
            (i % 2 == 0 ? half : other).Add([0, 0], customer, []);
        }
        Assert.False(half.Of(0, 0, 0).TooManyValues);
        half.Merge(other);
        Assert.True(whole.Of(0, 0, 0).TooManyValues);
        Assert.True(half.Of(0, 0, 0).TooManyValues);
        Assert.Empty(half.Of(0, 0, 0).Values);
    }

    [Fact]
    public void Merge_EqualsTheWholeInAnyOrder() =>
        Prop.ForAll<(byte, byte, short)[]>(rows =>
        {
            SegmentProfiles whole = new(Schemes, []), left = new(Schemes, []), right = new(Schemes, []);
            SegmentTotals totals = new(Schemes), leftTotals = new(Schemes), rightTotals = new(Schemes);
            foreach ((byte segment, byte country, short money) in rows)
            {
                byte[] segments = [(byte)(segment % 4), (byte)(segment % 9)];
                CustomerSummary customer = Customer($"c{country % 7}", money);
                whole.Add(segments, customer, []);
                totals.Add(segments, money, money / 7.0);
                (money % 2 == 0 ? left : right).Add(segments, customer, []);
                (money % 2 == 0 ? leftTotals : rightTotals).Add(segments, money, money / 7.0);
            }
            right.Merge(left);
            rightTotals.Merge(leftTotals);
            return Enumerable.Range(0, 4).All(s => whole.Of(0, s, 0).Values.SequenceEqual(right.Of(0, s, 0).Values))
                && totals.Of(1).SequenceEqual(rightTotals.Of(1))
                && totals.Of(0).Aggregate(Money.Zero, (sum, t) => sum + t.Revenue) == new Money(rows.Sum(r => (long)r.Item3));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Totals_MeanClvLeavesOutCustomersWithoutAPrediction()
    {
        SegmentTotals totals = new(Schemes);
        totals.Add([0, 0], 30, 10);
        totals.Add([0, 0], 50, double.NaN);
        totals.Add([2, 0], 20, double.NaN);
        Assert.Equal(new SegmentTotal("A", 2, 2.0 / 3, new Money(80), 0.8, 10), totals.Of(0)[0]);
        Assert.Null(totals.Of(0)[2].MeanClv);
    }

    private static CustomerSummary Customer(string? country, long money) => new() { Key = 1, Id = "a", Country = country, NetMoney = money };
}
