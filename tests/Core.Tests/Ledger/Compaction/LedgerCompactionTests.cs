using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Ledger.Compaction;

namespace ServerlessSeg.Core.Tests.Ledger.Compaction;

public sealed class LedgerCompactionTests
{
    private static readonly CompactionOptions Eager = new() { FewestFiles = 2 };

    private static readonly Config Some = Config.QuickThrowOnFailure.WithMaxTest(40);

    [Fact]
    public void CommittedBatchByBatch_InAnyOrder_StoppedAnywhere_ChangesNoHistory() =>
        Prop.ForAll<int>(seed => Task.Run(async () =>
        {
            var ledger = new BatchedLedger();
            await ledger.DropAsync(seed, batches: 7);
            List<HistoryRecord> expected = await ledger.ReadAsync();
            var random = new Random(seed);
            for (int pass = 0; pass < 4; pass++)
            {
                CompactedFiles? compacted = await ledger.CompactAsync(Eager with { RowsPerFile = random.Next(1, 400) });
                foreach (string batch in Shuffled(random, ledger.Batches).Take(random.Next(8)))
                    ledger.Commit(batch, compacted);
                if (!expected.SequenceEqual(await ledger.ReadAsync()))
                    return false;
                if (random.Next(2) == 0)
                    ledger.RemoveUnnamed();
            }
            return expected.SequenceEqual(await ledger.ReadAsync());
        }).Result).Check(Some);

    [Fact]
    public void ReplacedAfterCompaction_EqualsALedgerThatWasNeverCompacted() =>
        Prop.ForAll<int>(seed => Task.Run(async () =>
        {
            BatchedLedger plain = new(), compact = new();
            await plain.DropAsync(seed, batches: 6);
            await compact.DropAsync(seed, batches: 6);
            var random = new Random(seed);
            for (int step = 0; step < 5; step++)
            {
                CompactedFiles? compacted = await compact.CompactAsync(Eager);
                foreach (string batch in compact.Batches)
                    compact.Commit(batch, compacted);
                compact.RemoveUnnamed();
                int which = random.Next(6), other = random.Next();
                await plain.ReplaceAsync(which, other);
                await compact.ReplaceAsync(which, other);
                if (random.Next(3) == 0)
                {
                    plain.Withdraw(which);
                    compact.Withdraw(which);
                }
                if (!(await plain.ReadAsync()).SequenceEqual(await compact.ReadAsync()))
                    return false;
            }
            return true;
        }).Result).Check(Some);

    [Fact]
    public async Task FailureAtAnyWriteOrRead_LeavesTheLedgerAsItWas()
    {
        var ledger = new BatchedLedger();
        await ledger.DropAsync(5, batches: 6);
        List<HistoryRecord> expected = await ledger.ReadAsync();
        int failures = 0;
        for (int call = 0; ; call++)
        {
            var failing = new FailingLedgerStore(ledger.Store, call);
            try
            {
                CompactedFiles? compacted = await new LedgerCompaction(failing, Eager with { RowsPerFile = 100 }).WriteAsync(ledger.Files, $"c{call}", TestContext.Current.CancellationToken);
                foreach (string batch in ledger.Batches)
                    ledger.Commit(batch, compacted);
                break;
            }
            catch (IOException)
            {
                failures++;
            }
            Assert.Equal(expected, await ledger.ReadAsync());
        }
        Assert.True(failures > 20, $"Only {failures} calls could fail.");
        Assert.All(ledger.Files, static file => Assert.StartsWith("c", file.Name, StringComparison.Ordinal));
        Assert.Equal(expected, await ledger.ReadAsync());
    }

    [Fact]
    public async Task Parts_OfACompactedLedger_GiveWhatOneReadingOfAllGives()
    {
        var ledger = new BatchedLedger();
        await ledger.DropAsync(11, batches: 6);
        CompactedFiles? compacted = await ledger.CompactAsync(Eager with { RowsPerFile = 150 });
        foreach (string batch in ledger.Batches)
            ledger.Commit(batch, compacted);
        Assert.True(ledger.Files.Select(static file => file.Name).Distinct().Count() > 1);
        var parts = new List<HistoryRecord>();
        for (int part = 0; part < 9; part++)
            parts.AddRange(await LedgerFixture.ReadAsync(ledger.Store, ledger.Files, KeyRange.Part(part, 9)));
        Assert.Equal(await ledger.ReadAsync(), parts);
    }

    [Fact]
    public void Choose_TakesSmallFilesOfOneSource_TheSmallestFirst()
    {
        LedgerFile[] files =
        [
            .. Enumerable.Range(1, 9).Select(static i => new LedgerFile($"a{i}", "a", $"a{i}", i, i * 100)),
            .. Enumerable.Range(1, 7).Select(static i => new LedgerFile($"b{i}", "b", $"b{i}", i, 1)),
        ];
        var options = new CompactionOptions { SmallFileRows = 900, MostRows = 3_000 };
        Assert.Empty(new LedgerCompaction(new MemoryLedgerStore(), options).Choose(files));
        IReadOnlyList<LedgerFile> chosen = Assert.Single(new LedgerCompaction(new MemoryLedgerStore(), options with { FewestFiles = 7 }).Choose(files.Take(9)));
        Assert.Equal(["a1", "a2", "a3", "a4", "a5", "a6", "a7"], chosen.Select(static file => file.Name));
        Assert.Equal("b", Assert.Single(new LedgerCompaction(new MemoryLedgerStore(), options with { FewestFiles = 7, MostRows = 2_000 }).Choose(files))[0].Source);
    }

    [Fact]
    public async Task WriteAsync_LeavesFilesOfOtherColumnsAlone()
    {
        var store = new MemoryLedgerStore();
        var files = new List<LedgerFile>();
        for (int i = 0; i < 5; i++)
        {
            await using var writer = new LedgerWriter(store, $"f{i}", new LedgerWriterOptions(), i < 3 ? ["colour", "note"] : ["note"]);
            LedgerAppender appender = writer.CreateAppender();
            foreach (SampleRow row in SampleRow.Make(i, 20, 5))
                row.AppendTo(appender);
            files.AddRange((await writer.CompleteAsync(TestContext.Current.CancellationToken)).ToLedgerFiles("s", $"b{i}", i));
        }
        CompactedFiles? compacted = await new LedgerCompaction(store, Eager).WriteAsync(files, "c", TestContext.Current.CancellationToken);
        Assert.Equal(["f0.parquet", "f1.parquet", "f2.parquet"], compacted!.Replaced.Order());
        List<HistoryRecord> expected = await LedgerFixture.ReadAsync(store, files);
        LedgerFile[] after = [.. files.GroupBy(static file => file.BatchId).SelectMany(batch => compacted.FilesOf(batch.Key, [.. batch]))];
        Assert.Equal(3, after.Select(static file => file.Name).Distinct().Count());
        Assert.Equal(expected, await LedgerFixture.ReadAsync(store, after));
    }

    [Fact]
    public async Task WriteAsync_OfFilesNamedForOtherRows_Refuses()
    {
        var ledger = new BatchedLedger();
        await ledger.DropAsync(3, batches: 4);
        LedgerFile[] wrong = [.. ledger.Files.Select((file, i) => i == 0 ? file with { Rows = file.Rows + 1 } : file)];
        await Assert.ThrowsAsync<InvalidDataException>(() => new LedgerCompaction(ledger.Store, Eager).WriteAsync(wrong, "c", TestContext.Current.CancellationToken));
    }

    private static T[] Shuffled<T>(Random random, IEnumerable<T> items)
    {
        T[] all = [.. items];
        random.Shuffle(all);
        return all;
    }
}
