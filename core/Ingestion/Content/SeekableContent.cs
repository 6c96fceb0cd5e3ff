namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>Opens a content for reading anywhere in it, as Parquet needs.</summary>
internal static class SeekableContent
{
    /// <summary>Over ranges, or a seekable stream; otherwise over a temporary copy that goes when the stream is closed.</summary>
    public static async Task<Stream> OpenAsync(DroppedContent content, CancellationToken cancellationToken)
    {
        if (content.SupportsRanges)
            return new RangeStream(content);
        Stream stream = await content.OpenReadAsync(cancellationToken).ConfigureAwait(false);
        if (stream.CanSeek)
            return stream;
        await using (stream.ConfigureAwait(false))
        {
            var copy = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            await stream.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
            copy.Position = 0;
            return copy;
        }
    }
}
