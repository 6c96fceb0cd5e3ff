using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Tests.Rfm;

public sealed class CutPointFittingTests
{
    private static readonly CutPointMethod[] ReadingMethods =
        [CutPointMethod.Quantile, CutPointMethod.EqualWidth, CutPointMethod.KMeans, CutPointMethod.RPackage];

    [Fact]
    public void Quantile_GivesEqualSharesWithoutTies()
    {
        CutPoints cuts = CutPointFitting.Fit(ValueDistribution.Of(Enumerable.Range(1, 100).ToArray()), CutPointMethod.Quantile, 5, reversed: false);
        Assert.Equal([20L, 20, 20, 20, 20], cuts.Customers);
        Assert.Empty(cuts.EmptyLevels);
    }

    [Fact]
    public void Quantile_ManyOneTimeBuyersScoreOneAndTheReportSaysWhichLevelsTheySwallowed()
    {
        int[] orders = [.. Enumerable.Repeat(1, 65), .. Enumerable.Range(2, 35)];
        CutPoints cuts = CutPointFitting.Fit(ValueDistribution.Of(orders), CutPointMethod.Quantile, 5, reversed: false);
        Assert.Equal(1, cuts.Score(1));
        Assert.Equal(4, cuts.Score(2));
        Assert.Equal(5, cuts.Score(36));
        Assert.Equal([2, 3], cuts.EmptyLevels.Select(e => e.Level));
        Assert.All(cuts.EmptyLevels, e => Assert.Contains("65 of 100 customers", e.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Quantile_ReversedTiesAtTheOldEndScoreOne()
    {
        int[] days = [.. Enumerable.Range(1, 30), .. Enumerable.Repeat(400, 70)];
        CutPoints cuts = CutPointFitting.Fit(ValueDistribution.Of(days), CutPointMethod.Quantile, 5, reversed: true);
        Assert.Equal(1, cuts.Score(400));
        Assert.Equal(5, cuts.Score(1));
    }

    [Theory]
    [InlineData(25)]
    [InlineData(42)]
    [InlineData(90)]
    public void Quantile_ReversedTiesAtTheBestEndTakeTheBestLevel(int ties)
    {
        int[] days = [.. Enumerable.Repeat(0, ties), .. Enumerable.Range(1, 100 - ties)];
        CutPoints cuts = CutPointFitting.Fit(ValueDistribution.Of(days), CutPointMethod.Quantile, 5, reversed: true);
        Assert.Equal((5, 1), (cuts.Score(0), cuts.Score(100 - ties)));
        Assert.Equal(ties, cuts.Customers[4]);
        Assert.True(cuts.Score(1) < 5);
        Assert.All(cuts.EmptyLevels, level => Assert.Contains($"{ties} of 100 customers share the best value", level.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Quantile_ReversedWhereAllAreEqual_StaysAtTheWorstLevel()
    {
        CutPoints cuts = CutPointFitting.Fit(ValueDistribution.Of(new int[50]), CutPointMethod.Quantile, 5, reversed: true);
        Assert.Equal(1, cuts.Score(0));
    }

    [Fact]
    public void EqualWidth_SplitsTheRange()
    {
        CutPoints cuts = CutPointFitting.Fit(ValueDistribution.Of([0, 1, 2, 100]), CutPointMethod.EqualWidth, 4, reversed: false);
        Assert.Equal([25.0, 50, 75], cuts.Thresholds);
        Assert.Equal([3L, 0, 0, 1], cuts.Customers);
        Assert.Equal(2, cuts.EmptyLevels.Count);
    }

    [Fact]
    public void FromThresholds_HoldsLowerIncludedUpperExcluded()
    {
        ValueDistribution values = ValueDistribution.Of([1, 5, 10]);
        CutPoints spend = CutPointFitting.FromThresholds([5, 10], reversed: false, values);
        Assert.Equal([1, 2, 3], new[] { 4.99, 5, 10 }.Select(v => (int)spend.Score(v)));
        CutPoints days = CutPointFitting.FromThresholds([5, 10], reversed: true, values);
        Assert.Equal([3, 2, 1], new[] { 4.99, 5, 10 }.Select(v => (int)days.Score(v)));
    }

    [Fact]
    public void Freeze_KeepsScoresAndCountsThePresentBase()
    {
        CutPoints first = CutPointFitting.Fit(ValueDistribution.Of([1, 2, 3, 4, 5]), CutPointMethod.Quantile, 3, reversed: true);
        CutPoints frozen = CutPointFitting.Freeze(first, ValueDistribution.Of([1, 1, 9]));
        Assert.Equal(first.Thresholds, frozen.Thresholds);
        Assert.Equal([1L, 0, 2], frozen.Customers);
        Assert.Equal(CutPointMethod.Frozen, frozen.Method);
    }

    [Fact]
    public void Json_BringsCutPointsBack()
    {
        CutPoints cuts = CutPointFitting.Fit(ValueDistribution.Of([1.5, 2, 2, 2, 9.25]), CutPointMethod.Quantile, 5, reversed: true);
        string json = JsonSerializer.Serialize(cuts, SegmentationJson.Default.CutPoints);
        CutPoints back = JsonSerializer.Deserialize(json, SegmentationJson.Default.CutPoints)!;
        Assert.Equal(cuts.Thresholds, back.Thresholds);
        Assert.Equal(cuts.Customers, back.Customers);
        Assert.Equal(cuts.EmptyLevels, back.EmptyLevels);
        Assert.Equal((cuts.Reversed, cuts.OnCutTakesHigherScore, cuts.Method), (back.Reversed, back.OnCutTakesHigherScore, back.Method));
    }

    [Fact]
    public void Fit_ScoresAreWithinLevelsMonotoneAndCounted() =>
        Prop.ForAll<NonEmptyArray<int>, PositiveInt, bool>((column, seed, reversed) =>
        {
            int levels = 3 + (seed.Get % 8);
            ValueDistribution values = ValueDistribution.Of(column.Get);
            return ReadingMethods.All(method =>
            {
                CutPoints cuts = CutPointFitting.Fit(values, method, levels, reversed);
                int[] scores = [.. column.Get.Order().Select(v => (int)cuts.Score(v))];
                bool monotone = scores.Zip(scores.Skip(1)).All(p => reversed ? p.First >= p.Second : p.First <= p.Second);
                return monotone && scores.All(s => s >= 1 && s <= levels) && cuts.Customers.Sum() == column.Get.Length
                    && cuts.EmptyLevels.Count == cuts.Customers.Count(c => c == 0);
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Fit_ScaleAndSignOfTheUnitDoNotChangeQuantileScores() =>
        Prop.ForAll<NonEmptyArray<int>>(column =>
        {
            int[] values = [.. column.Get.Select(v => v % 1000)];
            CutPoints plain = CutPointFitting.Fit(ValueDistribution.Of(values), CutPointMethod.Quantile, 5, reversed: false);
            CutPoints scaled = CutPointFitting.Fit(ValueDistribution.Of(values.Select(v => v * 8).ToArray()), CutPointMethod.Quantile, 5, reversed: false);
            CutPoints mirrored = CutPointFitting.Fit(ValueDistribution.Of(values.Select(v => -v).ToArray()), CutPointMethod.Quantile, 5, reversed: true);
            return values.All(v => plain.Score(v) == scaled.Score(v * 8) && plain.Score(v) == mirrored.Score(-v));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void KMeans_FindsTheBestPartition() =>
        Prop.ForAll<NonEmptyArray<sbyte>>(column =>
        {
            int[] values = [.. column.Get.Take(9).Select(v => (int)v)];
            CutPoints cuts = CutPointFitting.Fit(ValueDistribution.Of(values), CutPointMethod.KMeans, 3, reversed: false);
            double found = SquaredError(values.GroupBy(v => cuts.Score(v)).Select(g => g.ToArray()));
            int[] distinct = [.. values.Distinct().Order()];
            double best = (from a in distinct from b in distinct where a <= b
                           select SquaredError([[.. values.Where(v => v <= a)], [.. values.Where(v => v > a && v <= b)], [.. values.Where(v => v > b)]])).Min();
            return found <= best + 1e-6;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void KMeans_OfAManyValuedBaseFindsItsGaps()
    {
        Random random = new(5);
        double[] values = [.. Enumerable.Range(0, 30_000).Select(i => ((i % 3) * 100) + random.NextDouble())];
        CutPoints cuts = CutPointFitting.Fit(ValueDistribution.Of(values), CutPointMethod.KMeans, 3, reversed: false);
        Assert.Equal([10_000L, 10_000, 10_000], cuts.Customers);
    }

    private static double SquaredError(IEnumerable<int[]> clusters) =>
        clusters.Where(c => c.Length > 0).Sum(c => c.Sum(v => (v - c.Average()) * (v - c.Average())));
}
