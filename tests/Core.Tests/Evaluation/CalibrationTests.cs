using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Evaluation;

namespace ServerlessSeg.Core.Tests.Evaluation;

/// <summary>The calibration and holdout plots' matrices of BTYD for the CDNOW sample.</summary>
public sealed class CalibrationTests
{
    private static readonly double[] BgExpected = [1407.685, 460.321, 192.463, 101.165, 59.848, 38.120, 25.549, 71.226];
    private static readonly double[] BgHoldout = [0.2251, 0.5231, 1.0441, 1.5203, 2.1638, 2.6538, 3.5040, 6.1570];
    private static readonly double[] ParetoExpected = [1434.042, 396.883, 193.495, 111.813, 69.991, 45.856, 30.932, 73.988];
    private static readonly double[] ParetoHoldout = [0.1385, 0.5995, 1.1960, 1.7140, 2.3985, 2.9074, 3.8189, 6.4035];
    private static readonly int[] ActualCustomers = [1411, 439, 214, 100, 62, 38, 29, 64];
    private static readonly double[] ActualHoldout = [0.2367, 0.6970, 1.3925, 1.5600, 2.5323, 2.9474, 3.8621, 6.3594];

    [Fact]
    public void Frequencies_OfBgNbd_MatchBtyd()
    {
        var model = BgNbd.Fit(CdnowModels.Histories).Model;
        CheckFrequencies(model, BgExpected[..7]);
        // BTYD ends its open bin at the largest x that occurs, 29; ours has no end and the table adds up to all customers.
        Assert.Equal(BgExpected[7], Calibration.Frequencies(CdnowModels.Split, model, 30).Where(row => row.Frequency is >= 7 and < 30).Sum(row => row.Expected), 1e-3 * BgExpected[7]);
    }

    [Fact]
    public void ByFrequency_OfBgNbd_MatchesBtyd() => CheckHoldout(BgNbd.Fit(CdnowModels.Histories).Model, BgHoldout);

    [Fact]
    public void Frequencies_OfParetoNbd_MatchBtyd() => CheckFrequencies(ParetoNbd.Fit(CdnowModels.Histories).Model, ParetoExpected);

    [Fact]
    public void ByFrequency_OfParetoNbd_MatchesBtyd() => CheckHoldout(ParetoNbd.Fit(CdnowModels.Histories).Model, ParetoHoldout);

    [Fact]
    public void ByTimeSinceLastPurchase_CoversEveryCustomerOnce()
    {
        var model = BgNbd.Fit(CdnowModels.Histories).Model;
        double[] predicted = CdnowModels.Predicted(model);
        var rows = Calibration.ByTimeSinceLastPurchase(CdnowModels.Split, predicted, 6, 7);
        Assert.Equal(2357, rows.Sum(row => row.Customers));
        Assert.Equal(1882, rows.Sum(row => row.Customers * row.MeanActual), 1e-6);
        Assert.Equal(predicted.Sum(), rows.Sum(row => row.Customers * row.MeanPredicted), 1e-6);
        Assert.Equal([0, 6, 12, 18, 24, 30, 36], rows.Select(row => row.From));
        Assert.Equal(double.PositiveInfinity, rows[^1].To);
    }

    private static void CheckFrequencies(ICustomerBaseModel model, double[] expected)
    {
        var rows = Calibration.Frequencies(CdnowModels.Split, model);
        Assert.Equal(ActualCustomers, rows.Select(row => row.Actual));
        for (int x = 0; x < expected.Length; x++)
            Assert.Equal(expected[x], rows[x].Expected, 1e-3 * expected[x]);
        Assert.Equal(2357, rows.Sum(row => row.Expected), 1e-6);
    }

    private static void CheckHoldout(ICustomerBaseModel model, double[] expected)
    {
        var rows = Calibration.ByFrequency(CdnowModels.Split, CdnowModels.Predicted(model));
        Assert.Equal(ActualCustomers, rows.Select(row => row.Customers));
        for (int x = 0; x < expected.Length; x++)
        {
            Assert.Equal(ActualHoldout[x], rows[x].MeanActual, 5.1e-5);
            Assert.Equal(expected[x], rows[x].MeanPredicted, 1e-3 * expected[x]);
        }
    }
}
