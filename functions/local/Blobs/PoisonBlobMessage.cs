using System.Text.Json.Serialization;

namespace ServerlessSeg.LocalRuntime.Blobs;

/// <summary>What is told of a blob that was given up, in the official shape.</summary>
internal sealed record PoisonBlobMessage(string Type, string FunctionId, string BlobType, string ContainerName, string BlobName, string ETag)
{
    /// <summary>The queue for such messages.</summary>
    public const string Queue = "webjobs-blobtrigger-poison";
}

/// <summary>Writes the message without reflection.</summary>
[JsonSerializable(typeof(PoisonBlobMessage))]
internal sealed partial class PoisonBlobJson : JsonSerializerContext;
