using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Evaluation;

namespace ServerlessSeg.Core.Tests.Evaluation;

public sealed class BaselinesTests
{
    // Split on day 20, holdout of 10 days: one steady buyer, one who stopped, one single purchase.
    private static readonly CalibrationHoldout Split = CalibrationHoldout.Split(
        [[new(0, 1), new(8, 1), new(12, 1), new(19, 1), new(25, 1)], [new(0, 1), new(5, 1)], [new(10, 1)]], 20, 30, TimeUnit.Day);

    [Fact]
    public void SameAsLastPeriod_CountsRepeatsOfTheLastStretch() => Assert.Equal([2, 0, 0], Baselines.SameAsLastPeriod(Split));

    [Fact]
    public void Hiatus_SilentCustomers_BuyNothing()
    {
        double[] predicted = Baselines.Hiatus(Split, 10);
        Assert.Equal(3.0 / 20 * 10, predicted[0], 12);
        Assert.Equal([0, 0], predicted[1..]);
        Assert.Equal([true, false, true], Baselines.ActiveByHiatus(Split, 10));
    }

    [Fact]
    public void Mean_IsOneRateForAll()
    {
        double[] predicted = Baselines.Mean(Split);
        Assert.All(predicted, p => Assert.Equal(4.0 / (20 + 20 + 10) * 10, p, 12));
    }

    [Fact]
    public void All_OnNewbornCustomers_PredictNothing()
    {
        var newborn = CalibrationHoldout.Split([[new(20, 1)]], 20, 30, TimeUnit.Day);
        Assert.Equal([0], Baselines.Mean(newborn));
        Assert.Equal([0], Baselines.Hiatus(newborn, 5));
        Assert.Equal([0], Baselines.SameAsLastPeriod(newborn));
    }
}
