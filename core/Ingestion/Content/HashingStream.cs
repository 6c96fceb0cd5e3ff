using System.IO.Hashing;

namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>Hashes what passes through, by XXH3-128.</summary>
internal sealed class HashingStream(Stream inner) : ForwardStream
{
    private readonly XxHash128 hash = new();

    /// <summary>Bytes passed so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Reads what is left, and names the hash of the whole.</summary>
    public async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        byte[] rest = new byte[1 << 18];
        while (await ReadAsync(rest, cancellationToken).ConfigureAwait(false) > 0)
        {
        }
        return "xxh128:" + Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        hash.Append(buffer.Span[..read]);
        Bytes += read;
        return read;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
