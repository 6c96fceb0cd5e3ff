namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>Decompresses zstd of one or several frames; data that are cut off are damaged, or end where they are cut.</summary>
/// <param name="compressed">The data.</param>
/// <param name="isWhole">False where <paramref name="compressed"/> is known to be the beginning of more.</param>
internal sealed class ZstdTextStream(Stream compressed, bool isWhole) : ForwardStream
{
    private readonly ZstdSharp.DecompressionStream zstd = new(compressed, leaveOpen: false);

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">The data are cut off.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await zstd.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (EndOfStreamException) when (!isWhole)
        {
            return 0;
        }
        catch (EndOfStreamException cut)
        {
            throw new InvalidDataException("they are cut off", cut);
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            zstd.Dispose();
        base.Dispose(disposing);
    }
}
