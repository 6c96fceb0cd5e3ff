using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>JSON of mappings and reports, in camelCase.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    WriteIndented = false)]
[JsonSerializable(typeof(MappingOverride))]
[JsonSerializable(typeof(StatusRule))]
[JsonSerializable(typeof(RowCondition))]
[JsonSerializable(typeof(BatchReport))]
[JsonSerializable(typeof(BatchPreview))]
public sealed partial class IngestJson : JsonSerializerContext;
