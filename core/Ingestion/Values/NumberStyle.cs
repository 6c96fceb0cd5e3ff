using System.Text.Json.Serialization;

namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>Which sign separates the decimals.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DecimalStyle>))]
public enum DecimalStyle : byte
{
    /// <summary>1,234.50</summary>
    [JsonStringEnumMemberName("point")]
    Point,

    /// <summary>1.234,50</summary>
    [JsonStringEnumMemberName("comma")]
    Comma,
}

/// <summary>What the numbers of a column say about their decimal style.</summary>
[Flags]
public enum NumberEvidence : byte
{
    /// <summary>Nothing: no separators.</summary>
    None = 0,

    /// <summary>A number that only makes sense with a decimal point.</summary>
    Point = 1,

    /// <summary>A number that only makes sense with a decimal comma.</summary>
    Comma = 2,

    /// <summary>A number whose point could part thousands or decimals: 1.234.</summary>
    PointOrGroup = 4,

    /// <summary>A number whose comma could part thousands or decimals: 1,234.</summary>
    CommaOrGroup = 8,
}

/// <summary>Whether a text is a number.</summary>
public enum NumberStatus : byte
{
    /// <summary>It is.</summary>
    Valid,

    /// <summary>It is not.</summary>
    Invalid,

    /// <summary>It is, and has more than 26 digits before the decimal point.</summary>
    TooLarge,
}
