namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Within what an order id names one order, where ids start anew, as those of tills do.</summary>
/// <param name="OfDay">Within a day.</param>
/// <param name="OfCustomer">Within a customer.</param>
/// <param name="Columns">0-based columns within whose values an id names one order, such as that of the till.</param>
internal sealed record OrderScope(bool OfDay, bool OfCustomer, IReadOnlyList<int> Columns)
{
    /// <summary>The word for a day in a mapping.</summary>
    public const string Day = "day";

    /// <summary>The word for a customer.</summary>
    public const string Customer = "customer";
}
