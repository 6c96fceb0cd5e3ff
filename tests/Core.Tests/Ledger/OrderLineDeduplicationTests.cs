using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Tests.Ledger;

public sealed class OrderLineDeduplicationTests
{
    private static readonly SampleRow Bread = new("c", 1_000, 20_000) { Order = "o", Product = "bread" };
    private static readonly SampleRow Milk = new("c", 1_000, 10_000) { Order = "o", Product = "milk" };

    [Fact]
    public async Task IdenticalLines_OfOneBatch_AllCount() =>
        Assert.Equal((3, 0L), await Count(new Batch(1, [Bread, Bread, Milk])));

    [Fact]
    public async Task IdenticalLines_OfTwoBatches_CountAsOftenAsInTheFuller() =>
        Assert.Equal((4, 2L), await Count(new Batch(1, [Bread, Milk]), new Batch(2, [Bread, Bread, Bread]), new Batch(3, [Bread])));

    [Fact]
    public async Task OrderCutAcrossFiles_StaysWhole() =>
        Assert.Equal((2, 0L), await Count(new Batch(1, [Bread]), new Batch(2, [Milk])));

    [Fact]
    public async Task NumberedLine_IsThatOfTheLaterCommit()
    {
        SampleRow corrected = Bread with { Amount = 30_000, Line = 1 };
        string lines = await Lines(new Batch(2, [corrected]), new Batch(1, [Bread with { Line = 1 }, Milk with { Line = 2 }]));
        Assert.Equal("1000 10000 Purchase ||milk|||#0;1000 30000 Purchase ||bread|||#0", lines);
    }

    [Fact]
    public async Task NumberedLine_OfEqualCommitOrder_IsThatOfTheHigherBatchId()
    {
        SampleRow other = Bread with { Amount = 30_000, Line = 1 };
        string one = await Lines(new Batch(1, [Bread with { Line = 1 }]) { Id = "a" }, new Batch(1, [other]) { Id = "b" });
        Assert.StartsWith("1000 30000 ", one, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OrderThatReplaces_LeavesNothingOfEarlierBatches() =>
        Assert.Equal((1, 2L), await Count(new Batch(1, [Bread, Milk]), new Batch(2, [Bread with { Amount = 5 }]) { Replaces = true }));

    [Fact]
    public async Task OrderThatReplaces_LeavesLaterBatchesAlone() =>
        Assert.Equal((2, 1L), await Count(new Batch(1, [Bread]), new Batch(2, [Milk]) { Replaces = true }, new Batch(3, [Bread with { Amount = 5 }])));

    [Fact]
    public async Task OrderThatReplaces_TouchesNoOtherOrder() =>
        Assert.Equal((2, 0L), await Count(new Batch(1, [Bread with { Order = "p" }]), new Batch(2, [Milk]) { Replaces = true }));

    [Fact]
    public async Task SameOrderId_OfAnotherSource_IsAnotherOrder() =>
        Assert.Equal((2, 0L), await Count(new Batch(1, [Bread]), new Batch(2, [Bread]) { Source = "t" }));

    [Fact]
    public async Task WithoutOrderId_NothingIsDropped_AndOverlapIsReported()
    {
        var store = new MemoryLedgerStore();
        SampleRow loose = Bread with { Order = null };
        LedgerFile[] files = await Write(store, [new Batch(1, [loose, loose with { Micros = 5_000 }]) { Id = "a" }, new Batch(2, [loose with { Micros = 4_000 }]) { Id = "b" }, new Batch(3, [loose with { Micros = 9_000 }]) { Id = "c" }]);
        await using LedgerMerge merge = await LedgerMerge.OpenAsync(store, files, KeyRange.All, [], TestContext.Current.CancellationToken);
        Assert.True(await merge.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(4, merge.Current.Lines.Length);
        Assert.False(await merge.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal([new UnorderedOverlap("s", "a", "b", 4_000, 4_000)], UnorderedOverlap.Find(merge.UnorderedSpans));
    }

    private static async Task<(int Lines, long Duplicates)> Count(params Batch[] batches)
    {
        var store = new MemoryLedgerStore();
        LedgerFile[] files = await Write(store, batches);
        await using LedgerMerge merge = await LedgerMerge.OpenAsync(store, files, KeyRange.All, [], TestContext.Current.CancellationToken);
        Assert.True(await merge.ReadAsync(TestContext.Current.CancellationToken));
        (int, int) one = (merge.Current.Lines.Length, merge.Current.DuplicateLines);
        Assert.False(await merge.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(one.Item2, merge.DuplicateLines);
        Assert.Equal(batches.Sum(batch => batch.Rows.Length), merge.Rows);
        return one;
    }

    private static async Task<string> Lines(params Batch[] batches)
    {
        var store = new MemoryLedgerStore();
        HistoryRecord history = Assert.Single(await LedgerFixture.ReadAsync(store, await Write(store, batches)));
        return history.Lines.Trim().Replace('\n', ';');
    }

    private static async Task<LedgerFile[]> Write(MemoryLedgerStore store, Batch[] batches)
    {
        var files = new List<LedgerFile>();
        foreach (Batch batch in batches)
        {
            LedgerContent content = await LedgerFixture.WriteAsync(store, $"{batch.Source}-{batch.Id ?? $"{batch.CommitOrder}"}", batch.Rows);
            files.AddRange(content.ToLedgerFiles(batch.Source, batch.Id ?? $"{batch.CommitOrder}", batch.CommitOrder, batch.Replaces));
        }
        return [.. files];
    }

    private sealed record Batch(long CommitOrder, SampleRow[] Rows)
    {
        public string Source { get; init; } = "s";

        public string? Id { get; init; }

        public bool Replaces { get; init; }
    }
}
