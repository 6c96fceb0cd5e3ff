using System.Text;
using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Core.Segmentation.Advice;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// The configuration of the segmentation as text that was checked: frozen into the plan of a run, and kept with its snapshot. All of it
/// is taken together or none of it.
/// </summary>
public sealed record SegmentationSettings
{
    private const string OptionsFile = "segmentation.json";
    private const string ActionsFile = "actions.json";

    /// <summary>The options as JSON, every default written out.</summary>
    public required string Options { get; init; }

    /// <summary>Own actions as JSON; null for the shipped ones alone.</summary>
    public string? Actions { get; init; }

    /// <summary>Own maps as JSON, by scheme.</summary>
    public IReadOnlyDictionary<string, string> Maps { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Checks the configuration files.</summary>
    /// <param name="options">Content of <c>segmentation.json</c>; null where there is none.</param>
    /// <param name="actions">Content of <c>actions.json</c>; null where there is none.</param>
    /// <param name="maps">Content of each <c>segments/{scheme}.json</c>, by scheme.</param>
    /// <param name="windowDays">The window that holds where the options name none.</param>
    /// <exception cref="RunRefusedException">A file cannot be used; every error of every file is named.</exception>
    public static SegmentationSettings Read(string? options, string? actions, IReadOnlyDictionary<string, string> maps, int? windowDays)
    {
        ArgumentNullException.ThrowIfNull(maps);
        List<string> errors = [];
        SegmentationOptions parsed = Try(OptionsFile, () => options is null ? new SegmentationOptions() : SegmentationOptions.Parse(Utf8(options)), errors) ?? new SegmentationOptions();
        parsed.Rfm.WindowDays ??= windowDays;
        Actions? advice = Try(ActionsFile, () => ActionsOf(actions), errors);
        foreach ((string scheme, string json) in maps.OrderBy(static map => map.Key, StringComparer.Ordinal))
        {
            if (!SegmentationCatalogue.MapSchemes.Contains(scheme, StringComparer.Ordinal))
                errors.Add($"segments/{scheme}.json: '{scheme}' does not read a map; {string.Join(", ", SegmentationCatalogue.MapSchemes)} do.");
            else if (Try($"segments/{scheme}.json", () => SegmentMap.Parse(Utf8(json), scheme), errors) is { } map && advice is not null)
                errors.AddRange(WithoutAction(scheme, map.Segments, advice));
        }
        if (errors.Count > 0)
            throw new RunRefusedException("The configuration of the segmentation cannot be used:" + string.Concat(errors.Select(static error => $"\n- {error}")));
        return new SegmentationSettings
        {
            Options = parsed.ToJson(),
            Actions = actions,
            Maps = new SortedDictionary<string, string>(maps.ToDictionary(), StringComparer.Ordinal),
        };
    }

    /// <summary>The options.</summary>
    public SegmentationOptions ToOptions() => SegmentationOptions.Parse(Utf8(Options));

    /// <summary>The own maps.</summary>
    public IReadOnlyDictionary<string, SegmentMap> ToMaps() =>
        Maps.ToDictionary(static map => map.Key, static map => SegmentMap.Parse(Utf8(map.Value), map.Key), StringComparer.Ordinal);

    /// <summary>The shipped actions with own ones before them.</summary>
    public Actions ToActions() => ActionsOf(Actions);

    /// <summary>One sentence for each segment that has no action.</summary>
    private static IEnumerable<string> WithoutAction(string scheme, IReadOnlyList<SegmentDefinition> segments, Actions advice) =>
        from segment in segments
        where advice.Find(scheme, segment.Code) is null
        select $"segments/{scheme}.json: segment '{segment.Code}' has no action; add one to actions.json.";

    private static Actions ActionsOf(string? json) => json is null ? Segmentation.Advice.Actions.Default : Segmentation.Advice.Actions.Parse(Utf8(json));

    private static T? Try<T>(string file, Func<T> read, List<string> errors)
        where T : class
    {
        try
        {
            return read();
        }
        catch (SegmentationConfigurationException wrong)
        {
            errors.AddRange(wrong.Errors.Select(error => error.StartsWith(file, StringComparison.Ordinal) ? error : $"{file}: {error}"));
            return null;
        }
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
