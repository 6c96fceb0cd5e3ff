using System.Buffers;

namespace ServerlessSeg.Core.Ingestion.Reporting;

/// <summary>Writes the rejects of chunks in the order of the chunks, whichever is finished first, and keeps readers from running too far ahead.</summary>
internal sealed class RejectFile(Stream target, int chunksAhead) : IAsyncDisposable
{
    private readonly SemaphoreSlim window = new(chunksAhead);
    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<long, ArrayBufferWriter<byte>?> waiting = [];
    private long next;

    /// <summary>Writes the header of the file.</summary>
    public ValueTask BeginAsync(CancellationToken cancellationToken) => target.WriteAsync(RejectBuffer.Header.ToArray(), cancellationToken);

    /// <summary>Waits until another chunk may be begun.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => window.WaitAsync(cancellationToken);

    /// <summary>Hands over the rejects of one chunk.</summary>
    public async ValueTask CompleteAsync(long chunk, ArrayBufferWriter<byte>? lines, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            waiting.Add(chunk, lines);
            while (waiting.Remove(next, out ArrayBufferWriter<byte>? ready))
            {
                if (ready is not null)
                    await target.WriteAsync(ready.WrittenMemory, cancellationToken).ConfigureAwait(false);
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
