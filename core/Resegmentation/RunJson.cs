using System.Text.Json.Serialization;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>JSON of plans and manifests, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RunPlan))]
[JsonSerializable(typeof(SnapshotManifest))]
public sealed partial class RunJson : JsonSerializerContext;
