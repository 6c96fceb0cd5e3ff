using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Transactions;

public sealed class MoneyTests
{
    [Fact]
    public void Sum_OfManyLargestRows_IsExact()
    {
        Money sum = Money.Zero;
        for (int i = 0; i < 1000; i++)
            sum += new Money(Money.MaxRowTenThousandths);
        Assert.Equal(100_000_000_000m * 1000, sum.ToDecimal());
    }

    [Fact]
    public void FromDecimal_MoreThanFourPlaces_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Money.FromDecimal(0.00001m));

    [Theory]
    [InlineData("8911407.904", "8911407.904")]
    [InlineData("-0.5", "-0.50")]
    [InlineData("12", "12.00")]
    public void ToString_IsInvariant(string amount, string expected) =>
        Assert.Equal(expected, Money.FromDecimal(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)).ToString());
}
