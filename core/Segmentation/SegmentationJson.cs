using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessSeg.Core.Segmentation.Advice;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>Source-generated JSON of the segmentation's configuration, maps and fitted parameters: camelCase, comments allowed, unknown names refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(SegmentMapDocument))]
[JsonSerializable(typeof(SegmentationOptions))]
[JsonSerializable(typeof(SegmentationParameters))]
[JsonSerializable(typeof(Dictionary<string, SegmentAction>))]
[JsonSerializable(typeof(Dictionary<string, Dictionary<string, SegmentAction>>))]
[JsonSerializable(typeof(Explanation))]
public sealed partial class SegmentationJson : JsonSerializerContext;
