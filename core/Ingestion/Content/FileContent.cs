namespace ServerlessSeg.Core.Ingestion;

/// <summary>A dropped file of the local disk.</summary>
/// <param name="path">Path of an existing file.</param>
public sealed class FileContent(string path) : DroppedContent
{
    private readonly FileInfo file = new(path);

    /// <inheritdoc />
    public override string Name => file.Name;

    /// <inheritdoc />
    public override long Length => file.Length;

    /// <inheritdoc />
    public override Task<Stream> OpenReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan));
}
