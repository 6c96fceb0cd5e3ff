using System.Collections.Concurrent;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Tests.Ledger;

/// <summary>Keeps ledger files in memory and counts what is open.</summary>
internal sealed class MemoryLedgerStore : ILedgerStore
{
    private readonly ConcurrentDictionary<string, byte[]> _files = new();
    private int _open;

    public IReadOnlyCollection<string> Names => [.. _files.Keys.Order(StringComparer.Ordinal)];

    public int MostOpen { get; private set; }

    public byte[] this[string name]
    {
        get => _files[name];
        set => _files[name] = value;
    }

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken)
    {
        if (!_files.TryGetValue(name, out byte[]? bytes))
            throw new FileNotFoundException("no such ledger file", name);
        MostOpen = Math.Max(MostOpen, Interlocked.Increment(ref _open));
        return Task.FromResult<Stream>(new NotingStream(bytes, () => Interlocked.Decrement(ref _open)));
    }

    public Task<Stream> CreateAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new KeptStream(bytes => _files[name] = bytes));

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        _files.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    private sealed class NotingStream(byte[] bytes, Action closed) : MemoryStream(bytes, writable: false)
    {
        private bool _closed;

        protected override void Dispose(bool disposing)
        {
            if (!_closed)
                closed();
            _closed = true;
            base.Dispose(disposing);
        }
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
