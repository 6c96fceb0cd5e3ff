using System.IO.Compression;

namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>
/// Decompresses gzip of one or several members and refuses data that are cut off, which <see cref="GZipStream"/> takes for their
/// end. One more member with a known text, the seal, is put behind the data: only when they are whole does the decompressed text end with it.
/// </summary>
internal sealed class SealedGzipStream : ForwardStream
{
    private const int BufferBytes = 1 << 16;
    private const string CutOff = "they are cut off or changed, or something that is not gzip follows them";
    private static readonly byte[] Seal = [.. "\u0000end of the compressed data\u0000"u8];
    private readonly GZipStream gzip;
    private readonly byte[] buffer = new byte[BufferBytes];
    private int start;
    private int end;
    private bool ended;

    public SealedGzipStream(Stream compressed) =>
        gzip = new GZipStream(new FollowedStream(compressed, Compressed(Seal)), CompressionMode.Decompress);

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">The data are damaged or cut off, or something else follows them.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken = default)
    {
        // What may be the seal is held back until it is known whether more follows.
        while (end - start <= Seal.Length && !ended)
            await FillAsync(cancellationToken).ConfigureAwait(false);
        int count = Math.Min(target.Length, end - start - (ended ? 0 : Seal.Length));
        buffer.AsSpan(start, count).CopyTo(target.Span);
        start += count;
        return count;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            gzip.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        int read = await DecompressAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
        end += read;
        if (read > 0)
            return;
        ended = true;
        if (!buffer.AsSpan(start, end - start).EndsWith(Seal))
            throw new InvalidDataException(CutOff);
        end -= Seal.Length;
    }

    private async ValueTask<int> DecompressAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        try
        {
            return await gzip.ReadAsync(target, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidDataException(CutOff, damaged);
        }
    }

    private static byte[] Compressed(byte[] text)
    {
        using var member = new MemoryStream();
        using (var writer = new GZipStream(member, CompressionLevel.NoCompression))
            writer.Write(text);
        return member.ToArray();
    }

    /// <summary>A stream with more bytes behind its end.</summary>
    private sealed class FollowedStream(Stream first, byte[] then) : ForwardStream
    {
        private bool firstEnded;
        private int given;

        public override async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken = default)
        {
            int read = firstEnded ? 0 : await first.ReadAsync(target, cancellationToken).ConfigureAwait(false);
            firstEnded |= read == 0 && target.Length > 0;
            if (read > 0 || !firstEnded)
                return read;
            int count = Math.Min(target.Length, then.Length - given);
            then.AsSpan(given, count).CopyTo(target.Span);
            given += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                first.Dispose();
            base.Dispose(disposing);
        }
    }
}
