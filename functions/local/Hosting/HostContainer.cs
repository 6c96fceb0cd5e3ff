using Azure.Storage.Blobs;

namespace ServerlessSeg.LocalHost.Hosting;

/// <summary>The container in which the host keeps receipts and timer states.</summary>
internal sealed class HostContainer(BlobServiceClient storage)
{
    /// <summary>The id under which a host keeps its own things.</summary>
    public const string HostId = "local";

    private const string Name = "azure-webjobs-hosts";

    private readonly BlobContainerClient _container = storage.GetBlobContainerClient(Name);
    private Task? _created;

    /// <summary>A blob of the container, which is made first where it is missing.</summary>
    public async Task<BlobClient> BlobAsync(string name, CancellationToken cancellationToken)
    {
        if (_created is not { IsCompletedSuccessfully: true })
            await (_created = _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken)).ConfigureAwait(false);
        return _container.GetBlobClient(name);
    }
}
