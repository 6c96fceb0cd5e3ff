namespace ServerlessSeg.Core.Ingestion;

/// <summary>Content that is in memory already: the first bytes of a file for a preview, or a small upload.</summary>
/// <param name="name">File name.</param>
/// <param name="bytes">The content; not copied.</param>
public sealed class MemoryContent(string name, ReadOnlyMemory<byte> bytes) : DroppedContent
{
    /// <inheritdoc />
    public override string Name => name;

    /// <inheritdoc />
    public override long Length => bytes.Length;

    /// <inheritdoc />
    public override bool SupportsRanges => true;

    /// <inheritdoc />
    public override Task<Stream> OpenReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new MemoryStream(bytes.ToArray(), writable: false));

    /// <inheritdoc />
    public override ValueTask<int> ReadRangeAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (offset >= bytes.Length)
            return ValueTask.FromResult(0);
        int count = (int)Math.Min(buffer.Length, bytes.Length - offset);
        bytes.Slice((int)offset, count).CopyTo(buffer);
        return ValueTask.FromResult(count);
    }
}
