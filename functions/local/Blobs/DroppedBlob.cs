using System.Text.Json.Serialization;

namespace ServerlessSeg.LocalHost.Blobs;

/// <summary>A blob as the extension names it to the worker.</summary>
internal sealed record DroppedBlob(string ContainerName, string BlobName);

/// <summary>An event as Event Grid tells it, as far as the extension reads it.</summary>
internal sealed record BlobEvent(string Id, string EventType, string Subject, DateTimeOffset EventTime, BlobEventData Data, string DataVersion = "", string MetadataVersion = "1");

/// <summary>What the event is about.</summary>
internal sealed record BlobEventData(string Api, string Url, [property: JsonPropertyName("eTag")] string ETag, string BlobType);

/// <summary>Reads and writes these without reflection.</summary>
[JsonSourceGenerationOptions]
[JsonSerializable(typeof(DroppedBlob))]
internal sealed partial class BlobJson : JsonSerializerContext;

/// <summary>Writes events without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BlobEvent[]))]
internal sealed partial class BlobEventJson : JsonSerializerContext;
