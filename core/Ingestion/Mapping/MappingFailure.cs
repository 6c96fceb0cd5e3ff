namespace ServerlessSeg.Core.Ingestion;

/// <summary>Why a file could not be understood: what was looked for, what was found, and what to answer in a <c>mapping.json</c>.</summary>
/// <param name="Problems">One sentence each.</param>
/// <param name="LookedFor">The names by which each missing role would have been recognised.</param>
/// <param name="Found">The columns of the file, or the beginning of what it holds instead.</param>
public sealed record MappingFailure(
    IReadOnlyList<string> Problems,
    IReadOnlyDictionary<string, IReadOnlyList<string>> LookedFor,
    IReadOnlyList<string> Found)
{
    /// <summary>The text of a <c>mapping.json</c> that answers it, to be edited and dropped; null where none can be proposed.</summary>
    public string? Mapping { get; init; }

    /// <summary>A failure that has nothing to do with columns.</summary>
    public static MappingFailure Of(string problem, params IReadOnlyList<string> found) =>
        new([problem], new Dictionary<string, IReadOnlyList<string>>(), found);
}
