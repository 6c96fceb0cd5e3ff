namespace ServerlessSeg.Core.Ingestion.Reporting;

/// <summary>
/// Writes the rejects of chunks in the order of the chunks, whichever is finished first, and keeps readers from running too far ahead.
/// Beyond a number of lines no more are written.
/// </summary>
internal sealed class RejectFile(Stream target, int chunksAhead, long maxLines) : IAsyncDisposable
{
    private readonly SemaphoreSlim window = new(chunksAhead);
    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<long, RejectLines?> waiting = [];
    private long next;

    /// <summary>Lines written.</summary>
    public long Lines { get; private set; }

    /// <summary>Writes the header of the file.</summary>
    public ValueTask BeginAsync(CancellationToken cancellationToken) => target.WriteAsync(RejectBuffer.Header.ToArray(), cancellationToken);

    /// <summary>Waits until another chunk may be begun.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => window.WaitAsync(cancellationToken);

    /// <summary>Hands over the rejects of one chunk.</summary>
    public async ValueTask CompleteAsync(long chunk, RejectLines? lines, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            waiting.Add(chunk, lines);
            while (waiting.Remove(next, out RejectLines? ready))
            {
                if (ready is not null && Lines < maxLines)
                {
                    long left = maxLines - Lines;
                    await target.WriteAsync(ready.First(left), cancellationToken).ConfigureAwait(false);
                    Lines += Math.Min(left, ready.Ends.Count);
                }
                next++;
                window.Release();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        window.Dispose();
        gate.Dispose();
        await target.DisposeAsync().ConfigureAwait(false);
    }
}
