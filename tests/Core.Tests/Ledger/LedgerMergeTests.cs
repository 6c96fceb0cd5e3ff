using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Tests.Ledger;

public sealed class LedgerMergeTests
{
    private static readonly LedgerWriterOptions SmallGroups = new() { RowGroupRows = 40 };

    private static readonly Config Some = Config.QuickThrowOnFailure.WithMaxTest(30);

    [Fact]
    public void ReadAsync_DoesNotDependOnTheOrderOfFiles() =>
        Prop.ForAll<int>(seed => Task.Run(async () =>
        {
            var store = new MemoryLedgerStore();
            var random = new Random(seed);
            LedgerFile[] files = await WriteOverlapping(store, seed, random.Next(1, 6));
            List<HistoryRecord> histories = await LedgerFixture.ReadAsync(store, files);
            random.Shuffle(files);
            return histories.SequenceEqual(await LedgerFixture.ReadAsync(store, files));
        }).Result).Check(Some);

    [Fact]
    public void ReadAsync_GivesTheSameForABatchInOneFileOrMany() =>
        Prop.ForAll<int>(seed => Task.Run(async () =>
        {
            var store = new MemoryLedgerStore();
            var random = new Random(seed);
            LedgerFile[] others = await WriteOverlapping(store, seed, 2);
            SampleRow[] rows = SampleRow.Make(seed + 17, 200, 20);
            List<LedgerFile> whole = [.. others, .. await Write(store, "whole", rows, "x", 9)];
            List<LedgerFile> parts = [.. others];
            foreach ((int part, SampleRow[] some) in rows.GroupBy(_ => random.Next(4)).Select(g => (g.Key, g.ToArray())))
                parts.AddRange(await Write(store, $"part{part}", some, "x", 9));
            return (await LedgerFixture.ReadAsync(store, whole)).SequenceEqual(await LedgerFixture.ReadAsync(store, parts));
        }).Result).Check(Some);

    [Fact]
    public void ReadAsync_OfABatchDeliveredTwice_ChangesNothing() =>
        Prop.ForAll<int>(seed => Task.Run(async () =>
        {
            var store = new MemoryLedgerStore();
            SampleRow[] rows = SampleRow.Make(seed, 200, 20, orderShare: 1);
            LedgerFile[] once = await Write(store, "a", rows, "a", 1);
            LedgerFile[] twice = [.. once, .. await Write(store, "b", rows, "b", 2)];
            List<HistoryRecord> histories = await LedgerFixture.ReadAsync(store, once);
            return histories.Sum(history => history.Count) == rows.Length && histories.SequenceEqual(await LedgerFixture.ReadAsync(store, twice));
        }).Result).Check(Some);

    [Fact]
    public void ReadAsync_OfBatchesSplitBetweenOrders_GivesTheWhole() =>
        Prop.ForAll<int>(seed => Task.Run(async () =>
        {
            var store = new MemoryLedgerStore();
            var random = new Random(seed);
            SampleRow[] rows = SampleRow.Make(seed, 200, 20);
            var whole = await LedgerFixture.ReadAsync(store, await Write(store, "whole", rows, "w", 1));
            var batchOfOrder = new Dictionary<string, int>();
            var split = new List<LedgerFile>();
            foreach (IGrouping<int, SampleRow> part in rows.GroupBy(row => row.Order is null ? random.Next(3) : batchOfOrder.TryGetValue(row.Order, out int b) ? b : batchOfOrder[row.Order] = random.Next(3)))
                split.AddRange(await Write(store, $"p{part.Key}", part, $"p{part.Key}", part.Key));
            return whole.SequenceEqual(await LedgerFixture.ReadAsync(store, split));
        }).Result).Check(Some);

    [Fact]
    public void ReadAsync_OfBatchesSplitInsideOrders_GivesTheWholeWhereLinesAreNumbered() =>
        Prop.ForAll<int>(seed => Task.Run(async () =>
        {
            var store = new MemoryLedgerStore();
            var random = new Random(seed);
            SampleRow[] rows = [.. SampleRow.Make(seed, 200, 20, orderShare: 1).Select((row, i) => row with { Line = i })];
            var whole = await LedgerFixture.ReadAsync(store, await Write(store, "whole", rows, "w", 1));
            SampleRow[] first = [.. rows.Where(_ => random.Next(3) > 0)];
            SampleRow[] second = [.. rows.Where(row => !first.Contains(row) || random.Next(3) == 0)];
            LedgerFile[] split = [.. await Write(store, "f", first, "f", 1), .. await Write(store, "g", second, "g", 2)];
            return whole.SequenceEqual(await LedgerFixture.ReadAsync(store, split));
        }).Result).Check(Some);

    [Fact]
    public async Task ReadAsync_OfParts_GivesWhatOneReadingOfAllGives()
    {
        var store = new MemoryLedgerStore();
        LedgerFile[] files = await WriteOverlapping(store, 5, 4);
        var parts = new List<HistoryRecord>();
        for (int part = 0; part < 7; part++)
            parts.AddRange(await LedgerFixture.ReadAsync(store, files, KeyRange.Part(part, 7)));
        Assert.Equal(await LedgerFixture.ReadAsync(store, files), parts);
    }

    [Fact]
    public async Task ReadAsync_OfThousandsOfFiles_HoldsOneHandle()
    {
        var store = new MemoryLedgerStore();
        SampleRow[] rows = SampleRow.Make(23, 6_000, 100, orderShare: 0);
        var files = new List<LedgerFile>();
        for (int i = 0; i < 2_000; i++)
            files.AddRange(await Write(store, $"f{i}", rows.Skip(i * 3).Take(3), $"b{i}", i));
        List<HistoryRecord> histories = await LedgerFixture.ReadAsync(store, files);
        Assert.Equal(6_000, histories.Sum(history => history.Count));
        Assert.Equal(100, histories.Count);
        Assert.Equal(1, store.MostOpen);
    }

    [Fact]
    public async Task OpenAsync_OfDamagedFile_SaysWhichFile()
    {
        var store = new MemoryLedgerStore();
        LedgerFile[] files = await Write(store, "a", SampleRow.Make(1, 500, 50), "a", 1);
        byte[] whole = store["a.parquet"];
        var random = new Random(4);
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. whole];
            for (int change = 0; change < 3; change++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            store["a.parquet"] = random.Next(4) == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
            try
            {
                await LedgerFixture.ReadAsync(store, files);
            }
            catch (InvalidDataException e)
            {
                Assert.Contains("a.parquet", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 100, 400);
    }

    private static async Task<LedgerFile[]> Write(MemoryLedgerStore store, string name, IEnumerable<SampleRow> rows, string batch, long commitOrder)
    {
        LedgerContent content = await LedgerFixture.WriteAsync(store, name, rows, SmallGroups);
        return [.. content.ToLedgerFiles("s", batch, commitOrder)];
    }

    private static async Task<LedgerFile[]> WriteOverlapping(MemoryLedgerStore store, int seed, int batches)
    {
        var random = new Random(seed);
        SampleRow[] rows = SampleRow.Make(seed, 300, 25);
        var files = new List<LedgerFile>();
        for (int batch = 0; batch < batches; batch++)
        {
            LedgerFile[] written = await Write(store, $"o{batch}", rows.Where(_ => random.Next(2) == 0), $"o{batch}", random.Next(3));
            files.AddRange(written.Select(file => file with { Source = $"s{batch % 2}", LaterOrderReplaces = random.Next(4) == 0 }));
        }
        return [.. files];
    }
}
