namespace Microsoft.Azure.Functions.Worker;

/// <summary>Writes a function's result to a blob.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class BlobOutputAttribute : Attribute
{
    /// <summary>Names the blob.</summary>
    /// <param name="blobPath">Container and blob name; <c>{name}</c> is replaced by what the trigger captured.</param>
    public BlobOutputAttribute(string blobPath) => BlobPath = blobPath;

    /// <summary>The blob's path.</summary>
    public string BlobPath { get; }

    /// <summary>The setting that names the storage account; <c>AzureWebJobsStorage</c> where it is null.</summary>
    public string? Connection { get; set; }
}
