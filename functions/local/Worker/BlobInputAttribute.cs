namespace Microsoft.Azure.Functions.Worker;

/// <summary>Binds a parameter to a blob.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BlobInputAttribute : Attribute
{
    /// <summary>Names the blob.</summary>
    /// <param name="blobPath">Container and blob name; <c>{name}</c> is replaced by what the trigger captured.</param>
    public BlobInputAttribute(string blobPath) => BlobPath = blobPath;

    /// <summary>The blob's path.</summary>
    public string BlobPath { get; }

    /// <summary>The setting that names the storage account; <c>AzureWebJobsStorage</c> where it is null.</summary>
    public string? Connection { get; set; }
}
