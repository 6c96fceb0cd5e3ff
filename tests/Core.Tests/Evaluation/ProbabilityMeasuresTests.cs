using ServerlessSeg.Core.Evaluation;

namespace ServerlessSeg.Core.Tests.Evaluation;

public sealed class ProbabilityMeasuresTests
{
    [Fact]
    public void Of_SmallExample_GivesEveryMeasure()
    {
        var measures = ProbabilityMeasures.Of([0.9, 0.2, 0.6, 1.0], [true, false, false, true]);
        Assert.Equal((4, 2), (measures.Count, measures.Events));
        Assert.Equal(0.675, measures.MeanProbability, 12);
        Assert.Equal(1, measures.AreaUnderCurve, 12);
        Assert.Equal(-(Math.Log(0.9) + Math.Log(0.8) + Math.Log(0.4)) / 4, measures.LogLoss, 12);
        Assert.Equal((0.01 + 0.04 + 0.36) / 4, measures.Brier, 12);
        Assert.Equal([(0.2, 1, 0.0), (0.6, 1, 0.0), (0.9, 2, 1.0)], measures.Calibration.Select(row => (row.From, row.Customers, row.MeanActual)));
        Assert.Equal(0.95, measures.Calibration[2].MeanPredicted, 12);
    }

    [Fact]
    public void Of_CertainAndWrong_HasAFiniteLogLoss()
    {
        var measures = ProbabilityMeasures.Of([1.0], [false]);
        Assert.Equal(-Math.Log(ProbabilityMeasures.LogLossFloor), measures.LogLoss, 9);
        Assert.True(double.IsNaN(measures.AreaUnderCurve));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Of_NotAProbability_Throws(double p) => Assert.Throws<ArgumentException>(() => ProbabilityMeasures.Of([p], [true]));
}
