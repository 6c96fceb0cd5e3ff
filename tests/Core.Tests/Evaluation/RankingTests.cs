using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Evaluation;

namespace ServerlessSeg.Core.Tests.Evaluation;

public sealed class RankingTests
{
    [Fact]
    public void MeanRanks_OfTies_ShareTheirMean() => Assert.Equal([4, 1.5, 3, 1.5], Ranking.MeanRanks([9, 2, 5, 2]));

    // Textbook example (IQ and hours of television, n = 10): rho = -29/165.
    [Fact]
    public void SpearmanCorrelation_OfATextbookExample_IsItsValue() =>
        Assert.Equal(-29.0 / 165, Ranking.SpearmanCorrelation([106, 100, 86, 101, 99, 103, 97, 113, 112, 110], [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]), 12);

    [Fact]
    public void SpearmanCorrelation_OfAConstant_IsNotANumber() => Assert.True(double.IsNaN(Ranking.SpearmanCorrelation([1, 1, 1], [1, 2, 3])));

    [Fact]
    public void SpearmanCorrelation_SeesOrderOnly() => Prop.ForAll<NonEmptyArray<int>>(values =>
    {
        double[] a = [.. values.Get.Select(v => (double)v)];
        double[] b = [.. a.Select((v, i) => v * ((i % 3) - 1))];
        double[] cubed = [.. a.Select(v => v * v * v + 5)];
        double plain = Ranking.SpearmanCorrelation(a, b);
        Assert.Equal(plain, Ranking.SpearmanCorrelation(cubed, b), 9);
        Assert.True(double.IsNaN(plain) || Math.Abs(plain) <= 1 + 1e-12);
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void TopShare_OfAPerfectOrder_TakesTheLargest() =>
        Assert.Equal(10.0 / 55, Ranking.TopShare([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.1), 12);

    [Fact]
    public void TopShare_OfAConstantPrediction_IsChance() =>
        Assert.Equal(0.1, Ranking.TopShare([3, 3, 3, 3, 3, 3, 3], [0, 0, 0, 0, 0, 0, 70], 0.1), 12);

    [Fact]
    public void TopShare_TiedAtTheBorder_CountsTheGroupByItsMean() =>
        // One of four wanted: half a customer is taken from each of the two tied at the top.
        Assert.Equal((8 + 4) / 2.0 / 13, Ranking.TopShare([9, 9, 1, 0], [8, 4, 1, 0], 0.25), 12);

    [Fact]
    public void AreaUnderCurve_IsTheShareOfPairsInOrder() => Prop.ForAll<NonEmptyArray<(byte Score, bool Positive)>>(data =>
    {
        double[] scores = [.. data.Get.Select(d => (double)(d.Score % 5))];
        bool[] positive = [.. data.Get.Select(d => d.Positive)];
        double pairs = 0, won = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            for (int j = 0; j < scores.Length; j++)
            {
                if (!positive[i] || positive[j])
                    continue;
                pairs++;
                won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
            }
        }
        double area = Ranking.AreaUnderCurve(scores, positive);
        if (pairs == 0)
            Assert.True(double.IsNaN(area));
        else
            Assert.Equal(won / pairs, area, 9);
        return true;
    }).QuickCheckThrowOnFailure();
}
