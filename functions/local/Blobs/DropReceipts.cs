using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Hosting;
using ServerlessSeg.LocalHost.Worker;

namespace ServerlessSeg.LocalHost.Blobs;

/// <summary>
/// Remembers in storage which version of a blob a function has had, so that a restart repeats nothing. Event Grid keeps no such receipts, since it
/// tells of a blob once; the lister that stands in for it here sees every blob again and again.
/// </summary>
internal sealed class DropReceipts(HostContainer container, LocalConfiguration configuration)
{
    private const string Completed = "completed";
    private const string FailedTries = "failedtries";

    private const int MaxNameLength = 1024;
    private const int KeptOfLongName = 512;

    private readonly ConcurrentDictionary<string, Posted> _posted = new(StringComparer.Ordinal);

    /// <summary>Whether this version needs an event now. Asked again for the same version it says no: the extension has a queue of its own.</summary>
    public async Task<bool> WantsAsync(AppFunction function, BlobClient blob, ETag version, CancellationToken cancellationToken)
    {
        string key = KeyOf(function, blob.BlobContainerName, blob.Name);
        string named = version.ToString().Trim('"');
        if (_posted.TryGetValue(key, out Posted? posted) && posted.Version == named)
            return false;
        if (await IsCompletedAsync(NameOf(function, blob.BlobContainerName, blob.Name, named), cancellationToken).ConfigureAwait(false))
        {
            _posted[key] = new Posted(named);
            return false;
        }
        return true;
    }

    /// <summary>Notes that an event was posted.</summary>
    public void Note(AppFunction function, BlobClient blob, ETag version) => _posted[KeyOf(function, blob.BlobContainerName, blob.Name)] = new Posted(version.ToString().Trim('"'));

    /// <summary>Takes the note back: the event could not be posted.</summary>
    public void Forget(AppFunction function, BlobClient blob) => _posted.TryRemove(KeyOf(function, blob.BlobContainerName, blob.Name), out _);

    /// <summary>Runs a function for a blob and writes the receipt of the version that was posted last, when it succeeded or was tried often enough.</summary>
    public async Task RunAsync(AppFunction function, DroppedBlob blob, Func<Task> run)
    {
        // What is read is this version or a later one, of which the lister tells then.
        Posted? posted = _posted.GetValueOrDefault(KeyOf(function, blob.ContainerName, blob.BlobName));
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (Exception error) when (error is InvocationFailedException or WorkerGoneException)
        {
            if (posted is not null && Interlocked.Increment(ref posted.Failures) >= configuration.PoisonBlobThreshold)
                await WriteAsync(function, blob, posted, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        if (posted is not null)
            await WriteAsync(function, blob, posted, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<bool> IsCompletedAsync(string name, CancellationToken cancellationToken)
    {
        BlobClient receipt = await container.BlobAsync(name, cancellationToken).ConfigureAwait(false);
        try
        {
            BlobProperties properties = await receipt.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return properties.Metadata.TryGetValue(Completed, out string? completed) && bool.Parse(completed);
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return false;
        }
    }

    private async Task WriteAsync(AppFunction function, DroppedBlob blob, Posted posted, CancellationToken cancellationToken)
    {
        BlobClient receipt = await container.BlobAsync(NameOf(function, blob.ContainerName, blob.BlobName, posted.Version), cancellationToken).ConfigureAwait(false);
        var metadata = new Dictionary<string, string>
        {
            [FailedTries] = posted.Failures.ToString(CultureInfo.InvariantCulture),
            [Completed] = bool.TrueString,
        };
        await receipt.UploadAsync(BinaryData.FromString(""), new BlobUploadOptions { Metadata = metadata }, cancellationToken).ConfigureAwait(false);
    }

    private static string KeyOf(AppFunction function, string containerName, string name) => $"{function.Name}/{containerName}/{name}";

    private static string NameOf(AppFunction function, string containerName, string name, string version)
    {
        string receipt = $"blobreceipts/{HostContainer.HostId}/{function.Name}/{version}/{containerName}/{name}";
        // A name may be as long as a receipt's whole; the hash keeps such receipts apart.
        return receipt.Length <= MaxNameLength ? receipt : $"{receipt[..KeptOfLongName]}-{Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(receipt)))}";
    }

    private sealed class Posted(string version)
    {
        public int Failures;

        public string Version => version;
    }
}
