namespace ServerlessSeg.Core.Clv;

/// <summary>
/// The lifetime values of the textbooks: plain arithmetic on averages that somebody has to supply. They assume one customer
/// like another and a constant rate of loss; <see cref="ProbabilityClv"/> assumes neither. All rates are a year's.
/// </summary>
public static class FormulaClv
{
    /// <summary>Expected lifetime in years, 1 / churn.</summary>
    /// <param name="annualChurnRate">Share of customers lost in a year, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside (0, 1].</exception>
    public static double LifetimeYears(double annualChurnRate)
    {
        if (!(annualChurnRate > 0 && annualChurnRate <= 1))
            throw OutOfRange(nameof(annualChurnRate), annualChurnRate, "in (0, 1]");
        return 1 / annualChurnRate;
    }

    /// <summary>Average order value × purchase frequency × lifetime × margin − acquisition cost − service cost × lifetime. Nothing is discounted.</summary>
    /// <param name="averageOrderValue">Money an order brings, 0 or more.</param>
    /// <param name="ordersPerYear">Orders of a customer in a year, 0 or more.</param>
    /// <param name="lifetimeYears">Years a customer stays, 0 or more; see <see cref="LifetimeYears"/>.</param>
    /// <param name="marginRate">Share of the revenue that is margin, in [0, 1].</param>
    /// <param name="acquisitionCost">Money spent once to win the customer, 0 or more.</param>
    /// <param name="annualServiceCost">Money spent a year to serve the customer, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range or not finite.</exception>
    public static double FromOrders(double averageOrderValue, double ordersPerYear, double lifetimeYears, double marginRate, double acquisitionCost = 0, double annualServiceCost = 0)
    {
        NotNegative(averageOrderValue, nameof(averageOrderValue));
        NotNegative(ordersPerYear, nameof(ordersPerYear));
        NotNegative(lifetimeYears, nameof(lifetimeYears));
        Share(marginRate, nameof(marginRate));
        NotNegative(acquisitionCost, nameof(acquisitionCost));
        NotNegative(annualServiceCost, nameof(annualServiceCost));
        return averageOrderValue * ordersPerYear * lifetimeYears * marginRate - acquisitionCost - annualServiceCost * lifetimeYears;
    }

    /// <summary>Average revenue a year × lifetime − acquisition cost − service cost over the lifetime: the form without margin and frequency.</summary>
    /// <param name="annualRevenue">Money a customer brings in a year, 0 or more.</param>
    /// <param name="lifetimeYears">Years a customer stays, 0 or more.</param>
    /// <param name="acquisitionCost">Money spent once to win the customer, 0 or more.</param>
    /// <param name="annualServiceCost">Money spent a year to serve the customer, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative or not finite.</exception>
    public static double FromRevenue(double annualRevenue, double lifetimeYears, double acquisitionCost = 0, double annualServiceCost = 0) =>
        FromOrders(annualRevenue, 1, lifetimeYears, 1, acquisitionCost, annualServiceCost);

    /// <summary>m · r / (1 + d − r): margins at the end of every year the customer is retained, for ever, discounted to now. The first year's margin is not in it.</summary>
    /// <param name="annualMargin">m, margin of a retained customer in a year; any finite number.</param>
    /// <param name="annualRetentionRate">r, share of customers kept from one year to the next, in [0, 1].</param>
    /// <param name="annualDiscountRate">d, 0 or more; above 0 where r = 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its range, or r = 1 with d = 0, whose sum is endless.</exception>
    public static double FromRetention(double annualMargin, double annualRetentionRate, double annualDiscountRate)
    {
        Rates(annualMargin, annualRetentionRate, annualDiscountRate);
        if (annualRetentionRate == 1 && annualDiscountRate == 0)
            throw OutOfRange(nameof(annualDiscountRate), annualDiscountRate, "above 0 where the retention rate is 1");
        return annualMargin * annualRetentionRate / (1 + annualDiscountRate - annualRetentionRate);
    }

    /// <summary>Σ_{t=1..n} m · (r / (1 + d))^t: <see cref="FromRetention(double, double, double)"/> cut after n years.</summary>
    /// <param name="annualMargin">m, margin of a retained customer in a year; any finite number.</param>
    /// <param name="annualRetentionRate">r, share of customers kept from one year to the next, in [0, 1].</param>
    /// <param name="annualDiscountRate">d, 0 or more.</param>
    /// <param name="years">n, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double FromRetention(double annualMargin, double annualRetentionRate, double annualDiscountRate, int years)
    {
        Rates(annualMargin, annualRetentionRate, annualDiscountRate);
        ArgumentOutOfRangeException.ThrowIfNegative(years);
        double ratio = annualRetentionRate / (1 + annualDiscountRate);
        return ratio == 1 ? annualMargin * years : annualMargin * ratio * (1 - Math.Pow(ratio, years)) / (1 - ratio);
    }

    private static void Rates(double margin, double retention, double discount)
    {
        if (!double.IsFinite(margin))
            throw OutOfRange("annualMargin", margin, "finite");
        Share(retention, "annualRetentionRate");
        NotNegative(discount, "annualDiscountRate");
    }

    private static void NotNegative(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw OutOfRange(name, value, "finite and 0 or more");
    }

    private static void Share(double value, string name)
    {
        if (!(value >= 0 && value <= 1))
            throw OutOfRange(name, value, "in [0, 1]");
    }

    private static ArgumentOutOfRangeException OutOfRange(string name, double value, string range) =>
        new(name, value, $"{name} must be {range}.");
}
