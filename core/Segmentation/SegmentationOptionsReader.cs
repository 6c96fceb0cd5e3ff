using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>
/// Reads <c>segmentation.json</c>. Names and values are checked one by one, so that a file with five mistakes is answered with five
/// sentences.
/// </summary>
internal static class SegmentationOptionsReader
{
    public static SegmentationOptions Read(ReadOnlySpan<byte> json)
    {
        List<string> errors = [];
        try
        {
            Utf8JsonReader reader = new(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            Check(document.RootElement, SegmentationJson.Default.SegmentationOptions, "", errors);
            if (errors.Count == 0)
            {
                SegmentationOptions options = document.RootElement.Deserialize(SegmentationJson.Default.SegmentationOptions)!;
                errors.AddRange(options.Errors());
                if (errors.Count == 0)
                    return options;
            }
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            errors.Add($"segmentation.json is not readable: {fault.Message}");
        }
        throw new SegmentationConfigurationException(errors);
    }

    private static void Check(JsonElement element, JsonTypeInfo type, string place, List<string> errors)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            CheckValue(element, type, place, errors);
            return;
        }
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"{(place.Length == 0 ? "The configuration" : place)} must be an object.");
            return;
        }
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty member in element.EnumerateObject())
        {
            string name = place.Length == 0 ? member.Name : $"{place}.{member.Name}";
            JsonPropertyInfo? known = type.Properties.FirstOrDefault(p => p.Name == member.Name && !IsIgnored(p));
            if (known is null)
                errors.Add($"{name} is not known; there are {string.Join(", ", type.Properties.Where(p => !IsIgnored(p)).Select(p => p.Name))}.");
            else if (!seen.Add(member.Name))
                errors.Add($"{name} is given twice.");
            else if (SegmentationJson.Default.GetTypeInfo(known.PropertyType) is { } inner)
                Check(member.Value, inner, name, errors);
        }
    }

    // Members that are left out of the JSON are listed all the same.
    private static bool IsIgnored(JsonPropertyInfo member) => member.Get is null && member.Set is null;

    private static void CheckValue(JsonElement element, JsonTypeInfo type, string place, List<string> errors)
    {
        // Annotations of nullability are not looked at inside of lists, and a number that is too large is read as infinity.
        foreach ((string name, JsonElement inner) in Inner(element))
        {
            if (inner.ValueKind == JsonValueKind.Null)
                errors.Add($"{place}{name} must not be null.");
        }
        if (Inner(element).Append(("", element)).Any(static value => value.Item2.ValueKind == JsonValueKind.Number && !double.IsFinite(value.Item2.GetDouble())))
        {
            errors.Add($"{place} is too large: {element.GetRawText()}.");
            return;
        }
        try
        {
            if (element.Deserialize(type) is null && Nullable.GetUnderlyingType(type.Type) is null)
                errors.Add($"{place} must not be null; leave it out for the default.");
        }
        catch (JsonException)
        {
            Type value = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
            string expected = value.IsEnum
                ? $"one of {string.Join(", ", Enum.GetNames(value).Select(JsonNamingPolicy.CamelCase.ConvertName))}"
                : type.Kind == JsonTypeInfoKind.Enumerable ? "a list of the right kind of values" : type.Kind == JsonTypeInfoKind.Dictionary ? "an object of texts" : $"of type {value.Name}";
            errors.Add($"{place} must be {expected}; it is {element.GetRawText()}.");
        }
    }

    private static IEnumerable<(string, JsonElement)> Inner(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Select(static (item, i) => ($"[{i}]", item)),
        JsonValueKind.Object => element.EnumerateObject().Select(static member => ($".{member.Name}", member.Value)),
        _ => [],
    };
}
