using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Writes a <c>mapping.json</c> that is ready to be edited and dropped.</summary>
internal static class MappingProposal
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a mapping.</summary>
    public static string Of(MappingOverride mapping)
    {
        JsonNode? node = JsonSerializer.SerializeToNode(mapping, IngestJson.Default.MappingOverride);
        return node!.ToJsonString(Written);
    }
}
