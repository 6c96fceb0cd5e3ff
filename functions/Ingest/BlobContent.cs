using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>
/// One version of a dropped blob. Every read names the version, so a blob that is replaced or deleted meanwhile ends in a
/// <see cref="DropReplacedException"/> instead of a mixture of two contents.
/// </summary>
internal sealed class BlobContent(BlobClient blob, string name, BlobProperties properties) : DroppedContent
{
    private readonly BlobRequestConditions _sameVersion = new() { IfMatch = properties.ETag };

    public override string Name => name;

    public override long Length => properties.ContentLength;

    public override bool SupportsRanges => true;

    public override Task<Stream> OpenReadAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("A blob is read by ranges.");

    public override async ValueTask<int> ReadRangeAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int wanted = (int)Math.Min(buffer.Length, Length - offset);
        if (wanted <= 0)
            return 0;
        try
        {
            Response<BlobDownloadStreamingResult> response = await blob.DownloadStreamingAsync(
                new BlobDownloadOptions { Range = new HttpRange(offset, wanted), Conditions = _sameVersion }, cancellationToken).ConfigureAwait(false);
            await using Stream stream = response.Value.Content;
            return await stream.ReadAtLeastAsync(buffer[..wanted], wanted, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            throw new DropReplacedException(changed);
        }
    }
}

/// <summary>A dropped blob is not any more what it was when its reading began. Thrown by reads of the drop zone alone.</summary>
internal sealed class DropReplacedException(Exception cause) : Exception("The file was replaced or deleted while it was read.", cause);
