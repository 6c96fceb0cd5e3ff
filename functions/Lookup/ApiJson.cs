using System.Text.Json.Serialization;
using ServerlessSeg.Functions.Ingest;
using ServerlessSeg.Functions.Resegment;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>JSON of the API: camelCase, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CustomerResponse))]
[JsonSerializable(typeof(LookupRequest))]
[JsonSerializable(typeof(LookupResponse))]
[JsonSerializable(typeof(UnknownCustomer))]
[JsonSerializable(typeof(ExplanationResponse))]
[JsonSerializable(typeof(HistoryResponse))]
[JsonSerializable(typeof(MigrationResponse))]
[JsonSerializable(typeof(SegmentsResponse))]
[JsonSerializable(typeof(SegmentCustomersResponse))]
[JsonSerializable(typeof(RunsResponse))]
[JsonSerializable(typeof(RunResponse))]
[JsonSerializable(typeof(StartRunRequest))]
[JsonSerializable(typeof(SnapshotsResponse))]
[JsonSerializable(typeof(ChooseSnapshotRequest))]
[JsonSerializable(typeof(BatchesResponse))]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(MissingResponse))]
[JsonSerializable(typeof(PreviewRequest))]
[JsonSerializable(typeof(HealthResponse))]
public sealed partial class ApiJson : JsonSerializerContext;
