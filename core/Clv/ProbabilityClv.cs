namespace ServerlessSeg.Core.Clv;

/// <summary>
/// The lifetime value of a probability model: the expected discounted margin of the purchases a customer will make within a
/// horizon, E[discounted purchases] × E[mean spend] × margin rate (Fader, Hardie &amp; Lee 2005, "RFM and CLV", J. Marketing
/// Research 42(4), eq. 2–3, cut at the horizon). What the customer was worth before is not in it.
/// </summary>
public sealed class ProbabilityClv
{
    private readonly ICustomerBaseModel model;
    private readonly double discountRatePerUnit;
    private readonly double serviceYears;

    /// <summary>Prepares the conversion of the horizon and of the annual discount rate to the model's time unit.</summary>
    /// <param name="model">The fitted model.</param>
    /// <param name="options">Horizon, rates and costs.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public ProbabilityClv(ICustomerBaseModel model, ValueOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        this.model = model;
        Options = options.Validated();
        Horizon = options.HorizonDays / PurchaseHistories.DaysIn(model.Unit);
        discountRatePerUnit = DiscountRate.PerUnit(options.AnnualDiscountRate, model.Unit);
        serviceYears = DiscountRate.DiscountedYears(options.AnnualDiscountRate, options.HorizonDays);
    }

    /// <summary>The options the values are computed with.</summary>
    public ValueOptions Options { get; }

    /// <summary>The horizon in the model's time unit.</summary>
    public double Horizon { get; }

    /// <summary>Purchases expected within the horizon, each discounted to the end of the observation.</summary>
    public double DiscountedPurchases(in PurchaseHistory history) =>
        model.DiscountedExpectedTransactions(history, Horizon, discountRatePerUnit);

    /// <summary>Expected discounted margin within the horizon, before service cost, in money.</summary>
    /// <param name="history">The customer's history in the model's time unit.</param>
    /// <param name="expectedMeanSpend">Expected money a purchase, 0 or more; Gamma-Gamma's, or the population mean.</param>
    /// <param name="segment">Name to look for overrides by, or null.</param>
    /// <param name="channel">Name to look for overrides by, or null.</param>
    public double ExpectedMargin(in PurchaseHistory history, double expectedMeanSpend, string? segment = null, string? channel = null) =>
        DiscountedPurchases(history) * expectedMeanSpend * Options.For(segment, channel).MarginRate;

    /// <summary>
    /// <see cref="ExpectedMargin"/> less the discounted cost of serving the customer while active. Activity is taken as P(alive)
    /// for the whole horizon, so the cost is an upper bound and the value a cautious one. May be negative.
    /// </summary>
    /// <param name="history">The customer's history in the model's time unit.</param>
    /// <param name="expectedMeanSpend">Expected money a purchase, 0 or more.</param>
    /// <param name="segment">Name to look for overrides by, or null.</param>
    /// <param name="channel">Name to look for overrides by, or null.</param>
    public double ExpectedNetMargin(in PurchaseHistory history, double expectedMeanSpend, string? segment = null, string? channel = null)
    {
        ValueRates rates = Options.For(segment, channel);
        double margin = DiscountedPurchases(history) * expectedMeanSpend * rates.MarginRate;
        return rates.AnnualServiceCost == 0 ? margin : margin - rates.AnnualServiceCost * model.PAlive(history) * serviceYears;
    }

    /// <summary>The value of a customer not yet won: one purchase now and the discounted repeat purchases, less acquisition cost.</summary>
    /// <param name="expectedMeanSpend">Expected money a purchase, 0 or more.</param>
    /// <param name="segment">Name to look for overrides by, or null.</param>
    /// <param name="channel">Name to look for overrides by, or null.</param>
    public double ExpectedMarginOfNewCustomer(double expectedMeanSpend, string? segment = null, string? channel = null)
    {
        ValueRates rates = Options.For(segment, channel);
        double repeats = model.DiscountedExpectedTransactions(new PurchaseHistory(0, 0, 0), Horizon, discountRatePerUnit);
        return (1 + repeats) * expectedMeanSpend * rates.MarginRate - rates.AcquisitionCost;
    }
}
