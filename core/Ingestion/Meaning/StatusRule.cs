namespace ServerlessSeg.Core.Ingestion;

/// <summary>What a <c>mapping.json</c> says of a column that tells the state of rows.</summary>
public sealed record StatusRule
{
    /// <summary>The words for what a row may be: "counted", "leftOut", "refunded" and "partlyRefunded".</summary>
    public static IReadOnlyList<string> Outcomes { get; } = ["counted", "leftOut", "refunded", "partlyRefunded"];

    /// <summary>Name of the column.</summary>
    public string? Column { get; init; }

    /// <summary>Word → one of <see cref="Outcomes"/>; the usual words need not be named.</summary>
    public Dictionary<string, string>? Words { get; init; }
}

/// <summary>A condition of a <c>mapping.json</c> that rows must meet to be taken in; the others are left out.</summary>
public sealed record RowCondition
{
    /// <summary>Name of the column.</summary>
    public string? Column { get; init; }

    /// <summary>The values of the rows that are taken, whatever their case; one that ends in * stands for all that begin so.</summary>
    public IReadOnlyList<string>? In { get; init; }

    /// <summary>The values of the rows that are left out.</summary>
    public IReadOnlyList<string>? NotIn { get; init; }

    /// <summary>True takes only rows whose cell is empty, false only those whose cell is not.</summary>
    public bool? Empty { get; init; }
}
