using System.Globalization;

namespace ServerlessSeg.LocalHost.Drop;

/// <summary>What <c>--drop FILE… [--source NAME] [--as-of DATE] [--exit]</c> or <c>--preview FILE [--source NAME]</c> asks for.</summary>
/// <param name="Files">Files to upload; empty to serve only.</param>
/// <param name="Source">Folder of the drop zone.</param>
/// <param name="AsOf">Date of the run; null takes the last day with a transaction.</param>
/// <param name="Exit">Whether to stop when done.</param>
internal sealed record DropArguments(IReadOnlyList<string> Files, string Source, DateOnly? AsOf, bool Exit)
{
    private const string Usage = "write: --drop FILE… [--source NAME] [--as-of YYYY-MM-DD] [--exit], or --preview FILE [--source NAME]";

    /// <summary>File to show as it would be understood, instead of dropping anything; null for none.</summary>
    public string? Preview { get; init; }

    /// <summary>Whether the folder was named, and not taken by default.</summary>
    public bool NamesSource { get; init; }

    /// <summary>Nothing to drop.</summary>
    public static DropArguments None { get; } = new([], "local", null, false);

    /// <summary>Reads the arguments; returns the one line that says what is wrong with them, or null.</summary>
    public static string? TryParse(IReadOnlyList<string> arguments, out DropArguments parsed)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        parsed = None;
        List<string> files = [];
        bool drop = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            switch (argument)
            {
                case "--drop":
                    drop = true;
                    break;
                case "--exit":
                    parsed = parsed with { Exit = true };
                    break;
                case "--as-of" or "--source" or "--preview" when i + 1 == arguments.Count:
                    return $"{argument} needs a value; {Usage}";
                case "--as-of":
                    if (!DateOnly.TryParseExact(arguments[++i], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly asOf))
                        return $"--as-of '{arguments[i]}' is not a date; write it as 2011-12-10.";
                    parsed = parsed with { AsOf = asOf };
                    break;
                case "--source":
                    parsed = parsed with { Source = arguments[++i], NamesSource = true };
                    break;
                case "--preview":
                    parsed = parsed with { Preview = arguments[++i] };
                    break;
                default:
                    if (argument.StartsWith('-') || !drop)
                        return $"'{argument}' is not understood; {Usage}";
                    files.Add(argument);
                    break;
            }
        }
        if (parsed.Preview is { } preview && !File.Exists(preview))
            return $"There is no file '{preview}'.";
        if (drop && parsed.Preview is not null)
            return $"--preview and --drop do not go together; {Usage}";
        if (drop && files.Count == 0)
            return $"--drop needs at least one file; {Usage}";
        if (!drop && (parsed.Exit || parsed.AsOf is not null))
            return $"--as-of and --exit go with --drop; {Usage}";
        if (parsed.Source.Length == 0 || parsed.Source.Contains('/', StringComparison.Ordinal))
            return $"--source '{parsed.Source}' must be a folder name without a slash.";
        if (files.FirstOrDefault(static file => !File.Exists(file)) is { } missing)
            return $"There is no file '{missing}'.";
        if (files.GroupBy(static file => Path.GetFileName(file), StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            return $"Two files are named '{twice.Key}', and the later would replace the earlier; drop them under different --source names.";
        // What says how exports are read goes ahead of them.
        parsed = parsed with { Files = [.. files.OrderBy(static file => DropZone.IsExport(Path.GetFileName(file)))] };
        return null;
    }
}
