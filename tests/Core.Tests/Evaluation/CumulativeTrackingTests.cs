using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Evaluation;

namespace ServerlessSeg.Core.Tests.Evaluation;

/// <summary>The tracking plots' matrices of BTYD for the CDNOW sample.</summary>
public sealed class CumulativeTrackingTests
{
    private static readonly int[] Weeks = [13, 26, 39, 52, 65, 78];
    private static readonly int[] Actual = [828, 1746, 2457, 3183, 3844, 4339];

    [Fact]
    public void Of_BgNbd_MatchesBtyd() => Check(BgNbd.Fit(CdnowModels.Histories).Model, 722.528, 1736.340, 2501.510, 3134.078, 3680.609, 4165.615);

    [Fact]
    public void Of_ParetoNbd_MatchesBtyd() => Check(ParetoNbd.Fit(CdnowModels.Histories).Model, 712.385, 1742.830, 2532.762, 3191.148, 3763.921, 4275.513);

    [Fact]
    public void Of_NoCustomers_IsEmpty()
    {
        var empty = CalibrationHoldout.Split([], 10, 20, TimeUnit.Week);
        Assert.Empty(CumulativeTracking.Of(empty, new BgNbd(1, 1, 1, 1, TimeUnit.Week)));
    }

    private static void Check(ICustomerBaseModel model, params double[] expected)
    {
        var rows = CumulativeTracking.Of(CdnowModels.Split, model);
        Assert.Equal(78, rows.Count);
        for (int i = 0; i < Weeks.Length; i++)
        {
            var row = rows[Weeks[i] - 1];
            Assert.Equal((Weeks[i], Actual[i]), (row.Week, row.Actual));
            Assert.Equal(expected[i], row.Expected, 1e-3 * expected[i]);
        }
    }
}
