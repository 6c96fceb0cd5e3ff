namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>Passes bytes on up to a number of them: a few kilobytes of compressed data can expand to more than any disk holds.</summary>
/// <param name="source">Gives the bytes.</param>
/// <param name="maxBytes">How many may come.</param>
internal sealed class BoundedStream(Stream source, long maxBytes) : ForwardStream
{
    private long bytes;

    /// <inheritdoc />
    /// <exception cref="ContentLimitException">There are more.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        bytes += read;
        return bytes <= maxBytes ? read : throw ContentLimitException.Expanded(maxBytes);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }
}
