using System.Text.Json.Serialization;

namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>Which comes first where a date is written as 03/04/2026.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DayMonthOrder>))]
public enum DayMonthOrder : byte
{
    /// <summary>3 April.</summary>
    [JsonStringEnumMemberName("dayFirst")]
    DayFirst,

    /// <summary>March 4.</summary>
    [JsonStringEnumMemberName("monthFirst")]
    MonthFirst,
}

/// <summary>What the dates of a column say about their order of day and month.</summary>
[Flags]
public enum DateEvidence : byte
{
    /// <summary>No date depends on the order.</summary>
    None = 0,

    /// <summary>A date that only makes sense with the day first.</summary>
    DayFirst = 1,

    /// <summary>A date that only makes sense with the month first.</summary>
    MonthFirst = 2,

    /// <summary>A date that is a different day in each order.</summary>
    Ambiguous = 4,
}
