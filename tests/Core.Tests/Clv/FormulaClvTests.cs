using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv;

public sealed class FormulaClvTests
{
    [Fact]
    public void LifetimeYears_OfAQuarterChurning_IsFour() => Assert.Equal(4, FormulaClv.LifetimeYears(0.25), 12);

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void LifetimeYears_OutsideItsRange_NamesTheRange(double churn)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => FormulaClv.LifetimeYears(churn));
        Assert.Contains("(0, 1]", error.Message, StringComparison.Ordinal);
        Assert.Equal("annualChurnRate", error.ParamName);
    }

    [Fact]
    public void FromOrders_IsMarginOfAllOrdersLessCosts() =>
        // 50 × 6 × 4 × 0.3 = 360; less 40 once and 5 a year.
        Assert.Equal(360 - 40 - 20, FormulaClv.FromOrders(50, 6, 4, 0.3, acquisitionCost: 40, annualServiceCost: 5), 9);

    [Fact]
    public void FromRevenue_IsRevenueOverLifetimeLessCosts() => Assert.Equal(300 * 4 - 40 - 20, FormulaClv.FromRevenue(300, 4, 40, 5), 9);

    [Theory]
    [InlineData(-1, 6, 4, 0.3)]
    [InlineData(50, double.NaN, 4, 0.3)]
    [InlineData(50, 6, double.PositiveInfinity, 0.3)]
    [InlineData(50, 6, 4, 1.2)]
    public void FromOrders_OutsideItsRange_Throws(double value, double orders, double years, double margin) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FormulaClv.FromOrders(value, orders, years, margin));

    [Fact]
    public void FromRetention_IsTheTextbookFraction() =>
        Assert.Equal(100 * 0.8 / (1 + 0.1 - 0.8), FormulaClv.FromRetention(100, 0.8, 0.1), 12);

    [Fact]
    public void FromRetention_WithoutLossOrDiscount_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FormulaClv.FromRetention(100, 1, 0));

    [Fact]
    public void FromRetention_CutAfterYears_IsTheSumOfThoseYears() => Prop.ForAll<byte, byte, byte>((retention, discount, years) =>
    {
        double r = retention / 255.0, d = discount / 255.0;
        int n = years % 40;
        double sum = 0;
        for (int t = 1; t <= n; t++)
            sum += 7 * Math.Pow(r / (1 + d), t);
        Assert.Equal(sum, FormulaClv.FromRetention(7, r, d, n), 1e-9 * (1 + sum));
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void FromRetention_OverManyYears_ReachesTheEndlessValue() =>
        Assert.Equal(FormulaClv.FromRetention(100, 0.8, 0.1), FormulaClv.FromRetention(100, 0.8, 0.1, 200), 9);
}
