using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>
/// One version of a dropped blob. Every read names the version, so a blob that is replaced meanwhile gives an error (412) instead
/// of a mixture of two contents.
/// </summary>
internal sealed class BlobContent(BlobClient blob, string name, BlobProperties properties) : DroppedContent
{
    private readonly BlobRequestConditions _sameVersion = new() { IfMatch = properties.ETag };

    public override string Name => name;

    public override long Length => properties.ContentLength;

    public override bool SupportsRanges => true;

    public override async Task<Stream> OpenReadAsync(CancellationToken cancellationToken) =>
        await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { Conditions = _sameVersion, BufferSize = 4 << 20 }, cancellationToken).ConfigureAwait(false);

    public override async ValueTask<int> ReadRangeAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int wanted = (int)Math.Min(buffer.Length, Length - offset);
        if (wanted <= 0)
            return 0;
        Response<BlobDownloadStreamingResult> response = await blob.DownloadStreamingAsync(
            new BlobDownloadOptions { Range = new HttpRange(offset, wanted), Conditions = _sameVersion }, cancellationToken).ConfigureAwait(false);
        await using Stream stream = response.Value.Content;
        return await stream.ReadAtLeastAsync(buffer[..wanted], wanted, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
    }
}
