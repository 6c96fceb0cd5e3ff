using System.Collections.Concurrent;
using System.Text.Json;

namespace ServerlessSeg.Core.Segmentation.Advice;

/// <summary>
/// The action of every segment of every scheme: those that ship with the library, each replaceable by the user's own. Immutable and
/// thread-safe.
/// </summary>
public sealed class Actions
{
    /// <summary>
    /// The place of actions that hold in every scheme: those of customers without a purchase and of the segment names that several RFM
    /// maps share.
    /// </summary>
    public const string AnyScheme = "any";

    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, SegmentAction>> Shipped = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, SegmentAction>> own;

    private Actions(IReadOnlyDictionary<string, IReadOnlyDictionary<string, SegmentAction>> own) => this.own = own;

    /// <summary>The shipped actions alone.</summary>
    public static Actions Default { get; } = new(new Dictionary<string, IReadOnlyDictionary<string, SegmentAction>>());

    /// <summary>The shipped actions with own ones before them.</summary>
    /// <param name="json">
    /// UTF-8 JSON: scheme → segment code → action with code, priority, english, chinese, channel, incentive, measure. What is left out
    /// keeps the shipped action.
    /// </param>
    /// <exception cref="SegmentationConfigurationException">The JSON cannot be read, or an action is incomplete; every error is named.</exception>
    public static Actions Parse(ReadOnlySpan<byte> json)
    {
        Dictionary<string, Dictionary<string, SegmentAction>> read;
        try
        {
            read = JsonSerializer.Deserialize(json, SegmentationJson.Default.DictionaryStringDictionaryStringSegmentAction) ?? [];
        }
        catch (JsonException fault)
        {
            throw new SegmentationConfigurationException([$"The actions are not readable: {fault.Message}"]);
        }
        List<string> errors = [];
        foreach ((string scheme, Dictionary<string, SegmentAction> segments) in read)
        {
            if (scheme != AnyScheme && !SegmentationCatalogue.Names.Contains(scheme, StringComparer.Ordinal))
                errors.Add($"actions: the scheme '{scheme}' is not known.");
            // Annotations of nullability are not looked at inside of dictionaries.
            if (segments is null)
                errors.Add($"actions.{scheme} is null.");
            foreach ((string segment, SegmentAction action) in segments ?? [])
                errors.AddRange(action is null ? [$"actions.{scheme}.{segment} is null."] : action.Errors($"actions.{scheme}.{segment}"));
        }
        if (errors.Count > 0)
            throw new SegmentationConfigurationException(errors);
        return new Actions(read.ToDictionary(s => s.Key, s => (IReadOnlyDictionary<string, SegmentAction>)s.Value, StringComparer.Ordinal));
    }

    /// <summary>
    /// The action of a segment, or null where there is none: own before shipped, the scheme's before those for any scheme. A cluster
    /// whose name carries a number has the action of its kind, as <c>ImportantRetain2</c> that of <c>ImportantRetain</c>.
    /// </summary>
    public SegmentAction? Find(string scheme, string segment)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(segment);
        SegmentAction? found = Exact(scheme, segment) ?? Exact(AnyScheme, segment);
        string kind = segment.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return found is null && kind.Length < segment.Length ? Exact(scheme, kind) : found;
    }

    /// <summary>The segments of the schemes that have no action, as sentences; empty when all have one.</summary>
    public IReadOnlyList<string> Missing(IEnumerable<ISegmentationScheme> schemes)
    {
        ArgumentNullException.ThrowIfNull(schemes);
        return [.. from scheme in schemes
                   from segment in scheme.Segments
                   where Find(scheme.Name, segment.Code) is null
                   select $"actions: segment '{segment.Code}' of scheme '{scheme.Name}' has no action."];
    }

    private SegmentAction? Exact(string scheme, string segment) =>
        own.GetValueOrDefault(scheme)?.GetValueOrDefault(segment) ?? Of(scheme).GetValueOrDefault(segment);

    private static IReadOnlyDictionary<string, SegmentAction> Of(string scheme) => Shipped.GetOrAdd(scheme, static name =>
        name is AnyScheme or "rfm8" or "tier" or "abc" or "octant" or "loyalty" or "cluster" or "lifecycle"
            ? JsonSerializer.Deserialize(EmbeddedJson.Read($"Advice.{name}.json"), SegmentationJson.Default.DictionaryStringSegmentAction)!
            : new Dictionary<string, SegmentAction>());
}
