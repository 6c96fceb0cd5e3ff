using System.Text.Json.Serialization;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>What a column of an export means.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnRole>))]
public enum ColumnRole : byte
{
    /// <summary>The customer's id.</summary>
    [JsonStringEnumMemberName("customer")]
    Customer,

    /// <summary>The order's id.</summary>
    [JsonStringEnumMemberName("order")]
    Order,

    /// <summary>When the line was sold or refunded.</summary>
    [JsonStringEnumMemberName("date")]
    Date,

    /// <summary>Money of the line. Wins over price and quantity.</summary>
    [JsonStringEnumMemberName("amount")]
    Amount,

    /// <summary>Money of one piece.</summary>
    [JsonStringEnumMemberName("price")]
    Price,

    /// <summary>Pieces; negative for returned ones.</summary>
    [JsonStringEnumMemberName("quantity")]
    Quantity,

    /// <summary>ISO 4217 code, or a sign or name that only one currency has.</summary>
    [JsonStringEnumMemberName("currency")]
    Currency,

    /// <summary>Sales channel.</summary>
    [JsonStringEnumMemberName("channel")]
    Channel,

    /// <summary>Product or category.</summary>
    [JsonStringEnumMemberName("product")]
    Product,

    /// <summary>Country.</summary>
    [JsonStringEnumMemberName("country")]
    Country,

    /// <summary>Number of the line within its order.</summary>
    [JsonStringEnumMemberName("line")]
    Line,

    /// <summary>Words that tell a refund from a purchase.</summary>
    [JsonStringEnumMemberName("kind")]
    Kind,

    /// <summary>Money of the row that was given back, whatever its sign.</summary>
    [JsonStringEnumMemberName("refundedAmount")]
    RefundedAmount,

    /// <summary>When it was given back.</summary>
    [JsonStringEnumMemberName("refundedAt")]
    RefundedAt,

    /// <summary>What is left of the amount, where something was given back; zero or empty where nothing was.</summary>
    [JsonStringEnumMemberName("adjustedAmount")]
    AdjustedAmount,

    /// <summary>Money that the customer is charged with. With <see cref="Credit"/> instead of an amount.</summary>
    [JsonStringEnumMemberName("debit")]
    Debit,

    /// <summary>Money that the customer is credited with.</summary>
    [JsonStringEnumMemberName("credit")]
    Credit,

    /// <summary>Kept as a further column of the ledger. This role and those behind it may have several columns.</summary>
    [JsonStringEnumMemberName("attribute")]
    Attribute,

    /// <summary>Tells the state of the row: whether it counts.</summary>
    [JsonStringEnumMemberName("status")]
    Status,

    /// <summary>Read by the row filter.</summary>
    [JsonStringEnumMemberName("filter")]
    Filter,

    /// <summary>Names the customer where the column of the customer does not.</summary>
    [JsonStringEnumMemberName("customerFallback")]
    CustomerFallback,

    /// <summary>Order ids hold within a value of it.</summary>
    [JsonStringEnumMemberName("orderScope")]
    OrderScope,

    /// <summary>Tells several amounts of one order apart.</summary>
    [JsonStringEnumMemberName("amountKey")]
    AmountKey,
}
