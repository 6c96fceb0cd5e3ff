namespace ServerlessSeg.Core.Clv.Readiness;

/// <summary>The few facts about a ledger that decide whether a lifetime value can be trusted.</summary>
public sealed record ReadinessInput
{
    /// <summary>Customers with at least one purchase.</summary>
    public required long Customers { get; init; }

    /// <summary>Customers with purchases on two days or more.</summary>
    public required long Repeaters { get; init; }

    /// <summary>Days from the first purchase in the ledger to the as-of date.</summary>
    public required int HistoryDays { get; init; }

    /// <summary>Days from the last purchase in the ledger to the as-of date.</summary>
    public required int DaysSinceLastPurchase { get; init; }

    /// <summary>Money refunded ÷ money of purchases before refunds, 0 or more.</summary>
    public required double RefundShare { get; init; }

    /// <summary>Rows without a customer ÷ rows accepted or refused for that reason, in [0, 1].</summary>
    public double NoCustomerShare { get; init; }

    /// <summary>How many different numbers of repeat purchases occur; 1 means that all customers buy equally often. Two suffice to pass.</summary>
    public required int DistinctFrequencies { get; init; }

    /// <summary>How many different mean spends occur among repeaters; 1 means that everybody spends the same. Two suffice to pass.</summary>
    public required int DistinctMeanSpends { get; init; }
}
