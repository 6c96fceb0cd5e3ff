namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for every new or changed blob of a path.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BlobTriggerAttribute : Attribute
{
    /// <summary>Watches a path.</summary>
    /// <param name="blobPath">Container and blob name; <c>{name}</c> captures a part, <c>%SETTING%</c> is replaced.</param>
    public BlobTriggerAttribute(string blobPath) => BlobPath = blobPath;

    /// <summary>The watched path.</summary>
    public string BlobPath { get; }

    /// <summary>The setting that names the storage account; <c>AzureWebJobsStorage</c> where it is null.</summary>
    public string? Connection { get; set; }

    /// <summary>How new blobs are noticed.</summary>
    public BlobTriggerSource Source { get; set; }
}
