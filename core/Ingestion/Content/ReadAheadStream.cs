using System.Buffers;

namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>Reads a content from beginning to end by several range reads at a time, ahead of whoever reads the stream.</summary>
internal sealed class ReadAheadStream : ForwardStream
{
    private const int RangeBytes = 8 << 20;
    private readonly DroppedContent content;
    private readonly int rangesAhead;
    private readonly CancellationTokenSource disposal = new();
    private readonly Queue<Task<ArraySegment<byte>>> ahead = new();
    private long nextOffset;
    private ArraySegment<byte> current;
    private byte[]? currentBuffer;

    public ReadAheadStream(DroppedContent content, int rangesAhead)
    {
        this.content = content;
        this.rangesAhead = rangesAhead;
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (current.Count == 0)
        {
            Return();
            while (ahead.Count < rangesAhead && nextOffset < content.Length)
            {
                ahead.Enqueue(ReadRangeAsync(nextOffset));
                nextOffset += RangeBytes;
            }
            if (ahead.Count == 0)
                return 0;
            current = await ahead.Peek().WaitAsync(cancellationToken).ConfigureAwait(false);
            currentBuffer = current.Array;
            _ = ahead.Dequeue();
        }
        int count = Math.Min(buffer.Length, current.Count);
        current.AsSpan(0, count).CopyTo(buffer.Span);
        current = current[count..];
        return count;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Buffers of reads still under way are left to the collector: someone writes to them.
            disposal.Cancel();
            Return();
        }
        base.Dispose(disposing);
    }

    private async Task<ArraySegment<byte>> ReadRangeAsync(long offset)
    {
        int length = (int)Math.Min(RangeBytes, content.Length - offset);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        int read = await content.ReadRangeAsync(offset, buffer.AsMemory(0, length), disposal.Token).ConfigureAwait(false);
        return read == length
            ? new ArraySegment<byte>(buffer, 0, read)
            : throw new IOException($"'{content.Name}' ended at {offset + read} of {content.Length} bytes.");
    }

    private void Return()
    {
        if (currentBuffer is not null)
            ArrayPool<byte>.Shared.Return(currentBuffer);
        currentBuffer = null;
        current = default;
    }
}
