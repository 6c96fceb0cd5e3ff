using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Intervals;

namespace ServerlessSeg.Core.Tests.Clv.Intervals;

public sealed class TotalSpendTests
{
    private static readonly GammaGamma Spend = new(6.25, 3.74, 15.44);
    private static readonly double[] Cumulative = [0.3, 0.55, 0.8, 0.9, 0.97, 1];

    [Theory]
    [InlineData(0.05, 0)]
    [InlineData(0.31, 2)]
    [InlineData(0.5, 0)]
    [InlineData(0.95, 4)]
    [InlineData(0.999, 30)]
    public void Quantile_IsTheInverseOfCumulative(double probability, int frequency)
    {
        var total = new TotalSpend(new SpendTable([Spend, new GammaGamma(5, 4.2, 20)], Spend), frequency, Cumulative);
        double w = total.Quantile(probability);
        if (probability <= 0.3)
            Assert.Equal(0, w);
        else
            Assert.Equal(probability, total.Cumulative(w), 2e-4 * Math.Min(probability, 1 - probability) + 1e-6);
    }

    [Fact]
    public void Cumulative_AgreesWithSimulation()
    {
        const int X = 3, Draws = 200_000;
        const double MeanSpend = 28;
        var random = new Random(11);
        var total = new TotalSpend(new SpendTable([Spend], Spend), X, Cumulative);
        double scale = Spend.Gamma + (X * MeanSpend);
        double[] bounds = [total.Quantile(0.4) * scale, total.Quantile(0.7) * scale, total.Quantile(0.95) * scale];
        int[] below = new int[3];
        for (int i = 0; i < Draws; i++)
        {
            double u = random.NextDouble(), rate = SimulatedWorld.Gamma(random, Spend.Q + (Spend.P * X)) / scale, money = 0;
            int purchases = Array.FindIndex(Cumulative, c => u < c);
            for (int n = 0; n < purchases; n++)
                money += SimulatedWorld.Gamma(random, Spend.P) / rate;
            for (int k = 0; k < 3; k++)
                below[k] += money <= bounds[k] ? 1 : 0;
        }
        Assert.Equal(0.4, below[0] / (double)Draws, 0.005);
        Assert.Equal(0.7, below[1] / (double)Draws, 0.005);
        Assert.Equal(0.95, below[2] / (double)Draws, 0.003);
    }

    [Fact]
    public void Quantile_ManyCounts_IsHardlyMovedByPuttingNeighboursTogether()
    {
        double[] many = [.. Enumerable.Range(1, 400).Select(n => n / 400.0)];
        var total = new TotalSpend(new SpendTable([Spend], Spend), 500, many);
        // 400 equally likely counts from 0 to 399 of a customer whose spend is known well: the median is close to 200 purchases' worth.
        double each = Spend.P / (Spend.Q + (Spend.P * 500) - 1);
        Assert.Equal(199.5 * each, total.Quantile(0.5), 0.02 * 199.5 * each);
    }

    [Fact]
    public void Quantile_NobodyBuys_IsZero() => Assert.Equal(0, new TotalSpend(new SpendTable([Spend], Spend), 2, [1]).Quantile(0.95));

    [Theory]
    [InlineData(6.25, 3.74, 15.44)]
    [InlineData(0.4, 1.5, 200)]
    [InlineData(60, 90, 30)]
    public void Read_FromTheTable_IsTheIncompleteBetaFunction(double p, double q, double gamma)
    {
        var model = new GammaGamma(p, q, gamma);
        var table = new SpendTable([model, new GammaGamma(p * 1.2, 1.1 * q, gamma)], model);
        foreach (int x in new[] { 0, 1, 5, 32, 47, 500 })
        {
            foreach (double n in new[] { 1, 2, 7, 32, 33, 60, 900 })
            {
                float[] row = table.Row(n, x);
                for (double z = -5; z <= 5; z += 0.37)
                {
                    double exact = table.Compute(n, x, table.Location(n, x) + (z * table.Width(n, x)));
                    Assert.True(Math.Abs(exact - SpendTable.Read(row, z)) < 1.5e-3, $"x {x} n {n} z {z}: {exact} against {SpendTable.Read(row, z)}");
                }
            }
        }
    }
}
