using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Functions.Storage;

/// <summary>Ledger files as block blobs. A blob appears when its block list is committed, which happens once, at the end; a name is never written twice.</summary>
public sealed class BlobLedgerStore(StorageConnection connection) : ILedgerStore
{
    // A merge reads a few row groups of many files; smaller than the SDK's default keeps a thousand open files cheap.
    private const int ReadBufferBytes = 1 << 20;

    private readonly BlobContainerClient _container = connection.Blobs.GetBlobContainerClient(StorageNames.Ledger);

    /// <inheritdoc />
    public async Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await _container.GetBlobClient(name)
                .OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { BufferSize = ReadBufferBytes }, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            throw new FileNotFoundException($"The ledger has no file '{name}'.", name, missing);
        }
    }

    /// <inheritdoc />
    public Task<Stream> CreateAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(OwnWrite.Create(_container.GetBlockBlobClient(name)));

    /// <inheritdoc />
    public async Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        await _container.DeleteBlobIfExistsAsync(name, cancellationToken: cancellationToken).ConfigureAwait(false);
}
