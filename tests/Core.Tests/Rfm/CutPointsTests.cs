using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Tests.Rfm;

public sealed class CutPointsTests
{
    [Fact]
    public void Constructor_RefusesFallingTooFewTooManyAndNaN()
    {
        foreach (double[] thresholds in new[] { [2.0, 1], [1.0], new double[10], [1, double.NaN] })
            Assert.Throws<ArgumentException>(() => new CutPoints(CutPointMethod.Thresholds, thresholds, false, false));
    }

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(false, true, 3)]
    [InlineData(true, false, 1)]
    [InlineData(true, true, 3)]
    public void Score_OnACutPointTakesTheStatedSide(bool reversed, bool higher, int expected) =>
        Assert.Equal(expected, new CutPoints(CutPointMethod.Thresholds, [7, 7], reversed, higher).Score(7));
}
