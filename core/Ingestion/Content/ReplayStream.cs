namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>Lets the beginning of a stream be looked at before it is read.</summary>
internal sealed class ReplayStream(Stream inner) : ForwardStream
{
    private byte[] ahead = [];
    private int start;
    private int end;
    private bool innerEnded;

    /// <summary>Whether the last look reached the end of the stream.</summary>
    public bool SeesEnd => innerEnded;

    /// <summary>The next bytes, as many as asked for unless the stream ends before; they stay to be read.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancellationToken)
    {
        if (ahead.Length - start < count)
        {
            byte[] larger = new byte[count];
            ahead.AsSpan(start, end - start).CopyTo(larger);
            (ahead, end, start) = (larger, end - start, 0);
        }
        while (end - start < count && !innerEnded)
        {
            int read = await inner.ReadAsync(ahead.AsMemory(end, count - (end - start)), cancellationToken).ConfigureAwait(false);
            innerEnded = read == 0;
            end += read;
        }
        return ahead.AsMemory(start, Math.Min(count, end - start));
    }

    /// <summary>Drops bytes that were looked at.</summary>
    public void Skip(int count) => start += count;

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (start == end)
            return innerEnded ? ValueTask.FromResult(0) : inner.ReadAsync(buffer, cancellationToken);
        int count = Math.Min(buffer.Length, end - start);
        ahead.AsSpan(start, count).CopyTo(buffer.Span);
        start += count;
        return ValueTask.FromResult(count);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
