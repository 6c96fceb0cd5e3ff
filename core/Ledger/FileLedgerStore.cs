namespace ServerlessSeg.Core.Ledger;

/// <summary>
/// Keeps ledger files in a directory. A file is written under a temporary name and renamed when its stream is disposed;
/// where writing was abandoned by an exception the caller still gets a file, as the interface says, and deletes it.
/// </summary>
public sealed class FileLedgerStore : ILedgerStore
{
    private const string Unfinished = ".unfinished";
    private readonly string _directory;

    /// <summary>Uses the directory, and creates it where it is missing.</summary>
    public FileLedgerStore(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _directory = Path.GetFullPath(directory);
        Directory.CreateDirectory(_directory);
    }

    /// <inheritdoc />
    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult<Stream>(new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0));
        }
        catch (DirectoryNotFoundException e)
        {
            throw new FileNotFoundException($"There is no ledger file '{name}'.", name, e);
        }
    }

    /// <inheritdoc />
    public Task<Stream> CreateAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return Task.FromResult<Stream>(new RenamedOnDispose($"{path}.{Guid.NewGuid():N}{Unfinished}", path));
    }

    /// <inheritdoc />
    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string path = PathOf(name);
        if (File.Exists(path))
            File.Delete(path);
        return Task.CompletedTask;
    }

    private string PathOf(string name)
    {
        string path = Path.GetFullPath(Path.Combine(_directory, name));
        return path.StartsWith(_directory + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new ArgumentException($"'{name}' is not a name within the ledger.", nameof(name));
    }
}
