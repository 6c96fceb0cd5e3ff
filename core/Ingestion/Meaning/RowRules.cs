namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>The columns by which rows are judged, beside those that are read.</summary>
/// <param name="Statuses">They tell the state of a row.</param>
/// <param name="Filters">All of them must take a row.</param>
internal sealed record RowRules(IReadOnlyList<StatusColumn> Statuses, IReadOnlyList<RowFilter> Filters)
{
    /// <summary>No rules.</summary>
    public static RowRules None { get; } = new([], []);

    /// <summary>Whether there are none.</summary>
    public bool AreNone => Statuses.Count == 0 && Filters.Count == 0;
}
