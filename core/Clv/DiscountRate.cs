namespace ServerlessSeg.Core.Clv;

/// <summary>
/// The one place where an annual discount rate becomes a rate per model time unit. A year is 365.25 days. An annual rate d
/// means that money in a year is worth 1 / (1 + d) now, so the continuous rate of a unit of u days is ln(1 + d) · u / 365.25.
/// </summary>
public static class DiscountRate
{
    /// <summary>Days in a year.</summary>
    public const double DaysPerYear = 365.25;

    /// <summary>The continuous rate per <paramref name="unit"/> of an annual rate.</summary>
    /// <param name="annualDiscountRate">d, 0 or more; 0.1 is ten percent a year.</param>
    /// <param name="unit">The unit the model's times are in.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public static double PerUnit(double annualDiscountRate, TimeUnit unit)
    {
        if (!(annualDiscountRate >= 0 && double.IsFinite(annualDiscountRate)))
            throw new ArgumentOutOfRangeException(nameof(annualDiscountRate), annualDiscountRate, "An annual discount rate must be finite and 0 or more.");
        return Math.Log(1 + annualDiscountRate) * PurchaseHistories.DaysIn(unit) / DaysPerYear;
    }

    /// <summary>What a payment of 1 a year, spread evenly over the coming days, is worth now, in years: (1 − (1 + d)^−y) / ln(1 + d) for y years.</summary>
    /// <param name="annualDiscountRate">d, 0 or more.</param>
    /// <param name="days">Length of the payment, 0 or more.</param>
    public static double DiscountedYears(double annualDiscountRate, int days)
    {
        double years = days / DaysPerYear, rate = Math.Log(1 + annualDiscountRate);
        return rate == 0 ? years : (1 - Math.Exp(-rate * years)) / rate;
    }
}
