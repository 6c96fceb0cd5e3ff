namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>A content as a seekable stream, over range reads; small reads are served from a window.</summary>
internal sealed class RangeStream(DroppedContent content) : Stream
{
    private readonly byte[] window = new byte[(int)Math.Min(1 << 20, Math.Max(content.Length, 1))];
    private long windowStart;
    private int windowLength;
    private long position;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => true;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => content.Length;

    /// <inheritdoc />
    /// <exception cref="IOException">The place lies before the beginning.</exception>
    public override long Position
    {
        get => position;
        set => position = value >= 0 ? value : throw new IOException("There is nothing before the beginning of a file.");
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position < windowStart || Position >= windowStart + windowLength)
        {
            if (buffer.Length >= window.Length)
            {
                int direct = await content.ReadRangeAsync(Position, buffer, cancellationToken).ConfigureAwait(false);
                Position += direct;
                return direct;
            }
            windowLength = 0;
            windowStart = Position;
            windowLength = await content.ReadRangeAsync(Position, window, cancellationToken).ConfigureAwait(false);
        }
        int from = (int)(Position - windowStart);
        int count = Math.Min(buffer.Length, windowLength - from);
        window.AsSpan(from, count).CopyTo(buffer.Span);
        Position += count;
        return count;
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
