using System.Text.Json.Serialization;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>A file that is to be read once more.</summary>
/// <param name="Source">Folder of the drop zone.</param>
/// <param name="File">Name within the folder.</param>
internal sealed record RetryMessage(string Source, string File);

/// <summary>What the platform says of a blob that it gives up.</summary>
/// <param name="ContainerName">Container of the blob.</param>
/// <param name="BlobName">Its name.</param>
internal sealed record PoisonedBlob(string? ContainerName, string? BlobName);

/// <summary>JSON of queue messages.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RetryMessage))]
[JsonSerializable(typeof(PoisonedBlob))]
internal sealed partial class IngestMessages : JsonSerializerContext;
