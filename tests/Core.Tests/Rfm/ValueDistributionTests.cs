using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Tests.Rfm;

public sealed class ValueDistributionTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.2, 2.2)]
    [InlineData(0.5, 5)]
    [InlineData(0.9, 40.8)]
    [InlineData(1, 90)]
    public void Quantile_IsTypeSeven(double p, double expected)
    {
        ValueDistribution values = ValueDistribution.Of([1.0, 2, 3, 5, 5, 8, 90]);
        Assert.Equal(expected, values.Quantile(p), 12);
    }

    [Fact]
    public void Merge_EqualsTheDistributionOfBothColumns() =>
        Prop.ForAll<int[], int[]>((left, right) =>
        {
            ValueDistribution merged = ValueDistribution.Merge(ValueDistribution.Of(left), ValueDistribution.Of(right));
            ValueDistribution whole = ValueDistribution.Of(left.Concat(right).Reverse().ToArray());
            return merged.Values.SequenceEqual(whole.Values) && merged.CumulativeCounts.SequenceEqual(whole.CumulativeCounts);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void OrderStatistic_IsTheSortedValue() =>
        Prop.ForAll<int[]>(column =>
        {
            ValueDistribution values = ValueDistribution.Of(column);
            int[] sorted = [.. column.Order()];
            return Enumerable.Range(0, sorted.Length).All(i => values.OrderStatistic(i) == sorted[i]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Negated_MirrorsValuesAndCounts()
    {
        ValueDistribution mirrored = ValueDistribution.Of([4, 1, 4, 2]).Negated();
        Assert.Equal([-4.0, -2, -1], mirrored.Values.ToArray());
        Assert.Equal([2L, 3, 4], mirrored.CumulativeCounts.ToArray());
    }

    [Fact]
    public void Of_RefusesNaN() => Assert.Throws<ArgumentException>(() => ValueDistribution.Of([1.0, double.NaN]));

    [Fact]
    public void Quantile_OfAnEmptyBaseIsRefused() => Assert.Throws<InvalidOperationException>(() => ValueDistribution.Of(Array.Empty<int>()).Quantile(0.5));
}
