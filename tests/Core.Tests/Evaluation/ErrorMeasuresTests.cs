using ServerlessSeg.Core.Evaluation;

namespace ServerlessSeg.Core.Tests.Evaluation;

public sealed class ErrorMeasuresTests
{
    [Fact]
    public void Of_SmallExample_GivesEveryMeasure()
    {
        var measures = ErrorMeasures.Of([1, 2, 0, 5], [2, 0, 0, 4]);
        Assert.Equal((4, 8.0, 6.0), (measures.Count, measures.TotalPredicted, measures.TotalActual));
        Assert.Equal(0.5, measures.Bias, 12);
        Assert.Equal(1.0 / 3, measures.TotalError, 12);
        Assert.Equal(1.0, measures.MeanAbsoluteError, 12);
        Assert.Equal(Math.Sqrt(1.5), measures.RootMeanSquaredError, 12);
        Assert.Equal((0.5 + 0.25) / 2, measures.MeanAbsolutePercentageError, 12);
        Assert.Equal(2, measures.NonZeroActuals);
        Assert.Equal(0.4 * 4 / 6, measures.TopDecileShare, 12);
    }

    [Fact]
    public void Of_NothingHappened_HasNoPercentages()
    {
        var measures = ErrorMeasures.Of([1, 2], [0, 0]);
        Assert.True(double.IsNaN(measures.MeanAbsolutePercentageError));
        Assert.True(double.IsNaN(measures.TotalError));
        Assert.True(double.IsNaN(measures.TopDecileShare));
        Assert.Equal(1.5, measures.MeanAbsoluteError, 12);
    }

    [Fact]
    public void Of_DifferentLengths_Throws() => Assert.Throws<ArgumentException>(() => ErrorMeasures.Of([1], [1, 2]));

    [Fact]
    public void Of_Nothing_Throws() => Assert.Throws<ArgumentException>(() => ErrorMeasures.Of([], []));
}
