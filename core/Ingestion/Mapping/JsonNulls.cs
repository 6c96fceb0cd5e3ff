using System.Globalization;
using System.Text.Json;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>
/// Finds what is null within a <c>mapping.json</c>. A key that is null is left out; a null within a list or an object means nothing, and is told before anything is made of it.
/// </summary>
internal static class JsonNulls
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>A sentence for each.</summary>
    /// <param name="utf8Json">JSON that can be read.</param>
    public static IReadOnlyList<string> Find(ReadOnlySpan<byte> utf8Json)
    {
        using JsonDocument document = JsonDocument.Parse(utf8Json.ToArray(), Lenient);
        var found = new List<string>();
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty key in document.RootElement.EnumerateObject())
                Search(key.Value, key.Name, isKey: true, found);
        }
        return found;
    }

    private static void Search(JsonElement value, string path, bool isKey, List<string> found)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null when !isKey:
                found.Add($"{path} is null");
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty inner in value.EnumerateObject())
                    Search(inner.Value, $"{path}.{inner.Name}", isKey: false, found);
                break;
            case JsonValueKind.Array:
                int place = 0;
                foreach (JsonElement item in value.EnumerateArray())
                    Search(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{place++}]"), isKey: false, found);
                break;
        }
    }
}
