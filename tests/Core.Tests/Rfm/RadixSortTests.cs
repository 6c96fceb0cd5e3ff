using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Tests.Rfm;

public sealed class RadixSortTests
{
    [Theory]
    [InlineData(100, 1.0)]
    [InlineData(40_000, 1.0)]
    [InlineData(40_000, 1e300)]
    [InlineData(40_001, 0.0)]
    public void Sort_IsThatOfTheFramework(int count, double scale)
    {
        Random random = new(count);
        double[] values = [.. Enumerable.Range(0, count).Select(i => i % 3 == 0 ? random.Next(-50, 50) : (random.NextDouble() - 0.5) * scale)];
        double[] expected = [.. values.Order()];
        RadixSort.Sort(values);
        Assert.Equal(expected, values);
    }

    [Fact]
    public void QuantileOfScratch_IsThatOfTheDistribution()
    {
        Random random = new(8);
        double[] values = [.. Enumerable.Range(0, 30_000).Select(_ => Math.Round(random.NextDouble() * 500, 1))];
        ValueDistribution distribution = ValueDistribution.Of(values);
        foreach (double p in new[] { 0, 0.2, 0.5, 0.77, 1 })
            Assert.Equal(distribution.Quantile(p), ValueDistribution.QuantileOfScratch(values, p));
    }
}
