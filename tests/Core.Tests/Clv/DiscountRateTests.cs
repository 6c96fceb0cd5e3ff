using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv;

public sealed class DiscountRateTests
{
    [Theory]
    [InlineData(TimeUnit.Day)]
    [InlineData(TimeUnit.Week)]
    public void PerUnit_OverOneYear_DiscountsByTheAnnualRate(TimeUnit unit)
    {
        double units = DiscountRate.DaysPerYear / PurchaseHistories.DaysIn(unit);
        Assert.Equal(1 / 1.15, Math.Exp(-DiscountRate.PerUnit(0.15, unit) * units), 12);
    }

    [Fact]
    public void PerUnit_OfAWeek_IsNotTheAnnualRate() =>
        // ln(1.15) / 52.18: the annual rate applied per week would be fifty times as much.
        Assert.Equal(0.0026786, DiscountRate.PerUnit(0.15, TimeUnit.Week), 6);

    [Theory]
    [InlineData(-0.01)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void PerUnit_OfAnImpossibleRate_Throws(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DiscountRate.PerUnit(rate, TimeUnit.Day));
}
