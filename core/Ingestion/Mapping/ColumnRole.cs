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

    /// <summary>Kept as a further column of the ledger.</summary>
    [JsonStringEnumMemberName("attribute")]
    Attribute,
}
