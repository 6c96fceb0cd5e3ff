using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessSeg.LocalRuntime.Storage;

namespace ServerlessSeg.LocalRuntime.Blobs;

/// <summary>How far one version of a blob has come.</summary>
/// <param name="FailedTries">How often the function threw.</param>
/// <param name="IsCompleted">Whether it is done with, by success or by giving up.</param>
internal readonly record struct BlobReceipt(int FailedTries, bool IsCompleted);

/// <summary>
/// Remembers in storage which version of a blob a function has had, so that a restart repeats nothing. Only failures
/// count as tries: being killed is no fault of the file.
/// </summary>
internal sealed class BlobReceipts(HostContainer container)
{
    private const string Completed = "completed";
    private const string FailedTries = "failedtries";

    /// <summary>The receipt of a blob's version; the default where there is none.</summary>
    public async Task<BlobReceipt> ReadAsync(string function, BlobClient blob, ETag version, CancellationToken cancellationToken)
    {
        BlobClient receipt = await container.BlobAsync(NameOf(function, blob, version), cancellationToken).ConfigureAwait(false);
        try
        {
            BlobProperties properties = await receipt.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return new BlobReceipt(
                int.Parse(properties.Metadata[FailedTries], NumberStyles.None, CultureInfo.InvariantCulture),
                bool.Parse(properties.Metadata[Completed]));
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return default;
        }
    }

    /// <summary>Writes the receipt of a blob's version.</summary>
    public async Task WriteAsync(string function, BlobClient blob, ETag version, BlobReceipt value, CancellationToken cancellationToken)
    {
        BlobClient receipt = await container.BlobAsync(NameOf(function, blob, version), cancellationToken).ConfigureAwait(false);
        var metadata = new Dictionary<string, string>
        {
            [FailedTries] = value.FailedTries.ToString(CultureInfo.InvariantCulture),
            [Completed] = value.IsCompleted ? bool.TrueString : bool.FalseString,
        };
        await receipt.UploadAsync(BinaryData.FromString(""), new BlobUploadOptions { Metadata = metadata }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A version as text. Listings give ETags without the quotation marks that headers have.</summary>
    public static string VersionName(ETag version) => version.ToString().Trim('"');

    private static string NameOf(string function, BlobClient blob, ETag version) =>
        $"blobreceipts/local/{function}/{VersionName(version)}/{blob.BlobContainerName}/{blob.Name}";
}
