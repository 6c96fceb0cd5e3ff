namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>A condition on one column.</summary>
internal sealed class RowFilter(int column, RowCondition condition)
{
    /// <summary>From 0.</summary>
    public int Column => column;

    /// <summary>Whether a row is taken in that says this there; empty for nothing.</summary>
    public bool Takes(string value)
    {
        value = value.Trim();
        if (condition.Empty is { } empty && empty != (value.Length == 0))
            return false;
        return condition.In?.Any(pattern => Matches(value, pattern)) != false && condition.NotIn?.Any(pattern => Matches(value, pattern)) != true;
    }

    private static bool Matches(string value, string pattern) =>
        pattern.EndsWith('*')
            ? value.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
            : value.Equals(pattern.Trim(), StringComparison.OrdinalIgnoreCase);
}
