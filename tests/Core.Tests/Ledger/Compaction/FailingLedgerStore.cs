using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Tests.Ledger.Compaction;

/// <summary>Fails at one call out of all that read, create or write: as if the process died there.</summary>
internal sealed class FailingLedgerStore(ILedgerStore store, int failingCall) : ILedgerStore
{
    private int _calls;

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken)
    {
        Count();
        return store.OpenReadAsync(name, cancellationToken);
    }

    public Task<Stream> CreateAsync(string name, CancellationToken cancellationToken)
    {
        Count();
        return Task.FromResult<Stream>(new Written(this, name));
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => store.DeleteAsync(name, cancellationToken);

    private void Count()
    {
        if (_calls++ == failingCall)
            throw new IOException("The storage is gone.");
    }

    private sealed class Written(FailingLedgerStore owner, string name) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            owner.Count();
            await base.WriteAsync(buffer, cancellationToken);
        }

        // What was begun appears whole or cut short, as a file may that nobody names.
        public override async ValueTask DisposeAsync()
        {
            await using (Stream stream = await owner.UnderlyingAsync(name))
                await stream.WriteAsync(ToArray());
            await base.DisposeAsync();
        }
    }

    private Task<Stream> UnderlyingAsync(string name) => store.CreateAsync(name, CancellationToken.None);
}
