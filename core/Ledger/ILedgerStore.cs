namespace ServerlessSeg.Core.Ledger;

/// <summary>Where ledger files live: a flat set of named, immutable files. Implementations are thread-safe.</summary>
public interface ILedgerStore
{
    /// <summary>Opens a file for reading; the stream is seekable and reads only what is asked for, or nearly so.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Starts a file under a name that was never used. What is written becomes the whole content under <paramref name="name"/> when the
    /// stream is disposed; a process that dies before leaves nothing to be seen. A store that others write to as well does not replace what is there.
    /// </summary>
    Task<Stream> CreateAsync(string name, CancellationToken cancellationToken);

    /// <summary>Removes a file; nothing happens where it is not there.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}
