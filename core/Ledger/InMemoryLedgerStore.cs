using System.Collections.Concurrent;

namespace ServerlessSeg.Core.Ledger;

/// <summary>Keeps ledger files in the memory of the process, for bases that are looked at once.</summary>
internal sealed class InMemoryLedgerStore : ILedgerStore
{
    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken) =>
        _files.TryGetValue(name, out byte[]? bytes)
            ? Task.FromResult<Stream>(new MemoryStream(bytes, writable: false))
            : throw new FileNotFoundException($"There is no ledger file '{name}'.", name);

    /// <inheritdoc />
    public Task<Stream> CreateAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new KeptStream(bytes => _files[name] = bytes));

    /// <inheritdoc />
    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        _files.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    private sealed class KeptStream(Action<byte[]> keep) : MemoryStream
    {
        private bool _kept;

        protected override void Dispose(bool disposing)
        {
            if (!_kept)
                keep(ToArray());
            _kept = true;
            base.Dispose(disposing);
        }
    }
}
