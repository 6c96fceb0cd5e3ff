using System.Text.Json;
using ServerlessSeg.Core.Ingestion.Mapping;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>What is known of an export that many businesses have: how it is recognised, and what a mapping of it says.</summary>
/// <param name="Name">As a mapping names it.</param>
/// <param name="Title">In words.</param>
/// <param name="Fingerprint">Columns that such an export has.</param>
/// <param name="Alternatives">Role → columns, the first of which that is there has it.</param>
/// <param name="Question">What such an export never tells, or null.</param>
/// <param name="MappingText">The mapping as JSON, which is read where it is needed.</param>
internal sealed record Preset(
    string Name, string Title, IReadOnlyList<string> Fingerprint, IReadOnlyDictionary<string, IReadOnlyList<string>> Alternatives, PresetQuestion? Question, string MappingText)
{
    private MappingOverride? mapping;

    /// <summary>What a mapping of it says; columns that an export lacks are left out of it.</summary>
    public MappingOverride Mapping => mapping ??= MappingOverride.Parse(System.Text.Encoding.UTF8.GetBytes(MappingText));

    /// <summary>Whether a header has all columns of the fingerprint.</summary>
    public bool Matches(IReadOnlySet<string> header) => Fingerprint.All(name => header.Contains(ColumnAliases.Normalise(name)));

    /// <summary>Reads one of the files.</summary>
    public static Preset Parse(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement root = document.RootElement;
        var alternatives = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (root.TryGetProperty("alternatives", out JsonElement given))
        {
            foreach (JsonProperty role in given.EnumerateObject())
                alternatives.Add(role.Name, Texts(role.Value));
        }
        PresetQuestion? question = root.TryGetProperty("ask", out JsonElement ask) ? new PresetQuestion(Text(ask, "key"), Text(ask, "column"), Text(ask, "question")) : null;
        return new Preset(
            Text(root, "name"), Text(root, "title"), Texts(root.GetProperty("fingerprint")), alternatives, question,
            root.GetProperty("mapping").GetRawText());
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(static text => text.GetString()!)];
}

/// <summary>What an export of a kind never tells.</summary>
/// <param name="Key">The key of a mapping that answers it.</param>
/// <param name="Column">The column whose commonest value is the likely answer.</param>
/// <param name="Question">The question.</param>
internal sealed record PresetQuestion(string Key, string Column, string Question);
