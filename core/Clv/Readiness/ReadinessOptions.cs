namespace ServerlessSeg.Core.Clv.Readiness;

/// <summary>
/// Limits of the readiness rules. The defaults lie between those the big vendors publish: at least 100 customers or 500 buyers, 180 days
/// or a year of history, an order within 30 days, under 20 % of rows without a customer.
/// </summary>
public sealed record ReadinessOptions
{
    /// <summary>Fail below 100, warn below 500.</summary>
    public Limits Customers { get; init; } = new(100, 500);

    /// <summary>Fail below 30, warn below 200: the spend and drop-out parameters are estimated from repeaters.</summary>
    public Limits Repeaters { get; init; } = new(30, 200);

    /// <summary>Fail below 180, warn below 365: a shorter history shows no season.</summary>
    public Limits HistoryDays { get; init; } = new(180, 365);

    /// <summary>Fail above 180, warn above 30: a shop that sold nothing for long, or an export that ends early, cannot be told from one that lost all its customers.</summary>
    public Limits DaysSinceLastPurchase { get; init; } = new(180, 30);

    /// <summary>Fail above 0.5, warn above 0.1.</summary>
    public Limits RefundShare { get; init; } = new(0.5, 0.1);

    /// <summary>Fail above 0.8, warn above 0.2.</summary>
    public Limits NoCustomerShare { get; init; } = new(0.8, 0.2);
}

/// <summary>The value from which a rule fails and the value from which it warns; the limit itself still passes.</summary>
/// <param name="Fail">Beyond this the rule fails.</param>
/// <param name="Warn">Beyond this the rule warns.</param>
public readonly record struct Limits(double Fail, double Warn);
