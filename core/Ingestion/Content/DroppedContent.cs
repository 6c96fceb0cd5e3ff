namespace ServerlessSeg.Core.Ingestion;

/// <summary>A dropped file, wherever it lies. Its bytes do not change while it is read; it may be read more than once.</summary>
public abstract class DroppedContent
{
    /// <summary>File name, without folder; its extensions tell the format where the bytes do not.</summary>
    public abstract string Name { get; }

    /// <summary>Length in bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Whether <see cref="ReadRangeAsync"/> may be called, from several threads at once.</summary>
    public virtual bool SupportsRanges => false;

    /// <summary>Opens the bytes from the beginning. The stream need not be seekable.</summary>
    public abstract Task<Stream> OpenReadAsync(CancellationToken cancellationToken);

    /// <summary>Fills the buffer from <paramref name="offset"/> on; returns fewer bytes only at the end of the content.</summary>
    /// <exception cref="NotSupportedException"><see cref="SupportsRanges"/> is false.</exception>
    public virtual ValueTask<int> ReadRangeAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This content is read from the beginning only.");
}
