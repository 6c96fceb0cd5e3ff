using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Ledger.Compaction;

namespace ServerlessSeg.Core.Tests.Ledger.Compaction;

/// <summary>A ledger with its batch rows: each batch names its files, as the table of batches does.</summary>
internal sealed class BatchedLedger
{
    private readonly SortedDictionary<string, IReadOnlyList<LedgerFile>> _filesOfBatch = new(StringComparer.Ordinal);
    private readonly List<string> _batchOfSlot = [];
    private int _compactions, _writes;

    public MemoryLedgerStore Store { get; } = new();

    public IReadOnlyList<LedgerFile> Files => [.. _filesOfBatch.Values.SelectMany(static files => files)];

    public IReadOnlyList<string> Batches => [.. _filesOfBatch.Keys];

    /// <summary>Batches that overlap, some of which replace the orders of earlier ones.</summary>
    public async Task DropAsync(int seed, int batches)
    {
        for (int slot = 0; slot < batches; slot++)
        {
            _batchOfSlot.Add("");
            await ReplaceAsync(slot, unchecked(seed + slot));
        }
    }

    /// <summary>Puts another batch in the place of one.</summary>
    public async Task ReplaceAsync(int slot, int seed)
    {
        var random = new Random(seed);
        _filesOfBatch.Remove(_batchOfSlot[slot]);
        string batch = _batchOfSlot[slot] = $"b{slot}-{_writes}";
        // Few customers and orders out of one pool: the batches share many lines.
        LedgerContent content = await LedgerFixture.WriteAsync(
            Store, $"w{_writes++}", SampleRow.Make(77, 300, 25).Where(_ => random.Next(3) == 0), new LedgerWriterOptions { RowGroupRows = 40 });
        _filesOfBatch[batch] = content.ToLedgerFiles("s", batch, random.Next(4), laterOrderReplaces: random.Next(4) == 0);
    }

    /// <summary>Takes a batch away.</summary>
    public void Withdraw(int slot) => _filesOfBatch.Remove(_batchOfSlot[slot]);

    public Task<CompactedFiles?> CompactAsync(CompactionOptions options) =>
        new LedgerCompaction(Store, options).WriteAsync(Files, $"c{_compactions++}", TestContext.Current.CancellationToken);

    public void Commit(string batch, CompactedFiles? compacted)
    {
        if (compacted is not null)
            _filesOfBatch[batch] = compacted.FilesOf(batch, _filesOfBatch[batch]);
    }

    public void RemoveUnnamed()
    {
        foreach (string name in Store.Names.Except(Files.Select(static file => file.Name)))
            _ = Store.DeleteAsync(name, TestContext.Current.CancellationToken);
    }

    public Task<List<HistoryRecord>> ReadAsync() => LedgerFixture.ReadAsync(Store, Files);
}
