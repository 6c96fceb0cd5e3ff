using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Ledger.Compaction;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Small ledger files are merged when a run begins, and nothing else changes.</summary>
public sealed class CompactionTests
{
    private const int Parts = 12;

    [Fact]
    public async Task ManyDrops_AreMergedIntoOneFile_AndReplacedByBatch()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using App direct = await App.StartAsync();
        await direct.DropAsync("test/whole.csv", Sample.Content(Sample.Lines));
        IReadOnlyList<string> expected = await direct.SnapshotAsync((await direct.RunAsync(Sample.AsOf)).Id);
        await direct.DropAsync("test/whole.csv", Sample.Content(Sample.Lines.Where(static line => PartOf(line) != 4)));
        IReadOnlyList<string> expectedWithout = await direct.SnapshotAsync((await direct.RunAsync(Sample.AsOf)).Id);

        await using App app = await App.StartAsync();
        for (int part = 0; part < Parts; part++)
            await app.DropAsync($"test/{part}.csv", Sample.Content(Sample.Lines.Where(line => PartOf(line) == part)));
        IReadOnlyList<LedgerFile> before = BatchCatalogue.CommittedFiles(await app.Batches.ListAsync(stop));
        RunRow first = await app.RunAsync(Sample.AsOf);
        IReadOnlyList<LedgerFile> after = BatchCatalogue.CommittedFiles(await app.Batches.ListAsync(stop));
        Assert.Equal(Parts, before.Select(static file => file.Name).Distinct().Count());
        Assert.Single(after.Select(static file => file.Name).Distinct());
        Assert.Equal(before.Select(static file => (file.BatchId, file.Rows)).Order(), after.Select(static file => (file.BatchId, file.Rows)).Order());
        Assert.Equal(after, (await app.Services.GetRequiredService<RunTable>().PlanAsync(first, stop)).Files);
        Assert.Equal(expected, await app.SnapshotAsync(first.Id));
        Assert.Equal(first.Id, (await app.RunAsync(Sample.AsOf)).Id);

        await app.DropAsync("test/4.csv", Sample.Content(Sample.Lines.Where(static line => PartOf(line) == 3).Take(50)));
        RunRow second = await app.RunAsync(Sample.AsOf);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(expectedWithout, await app.SnapshotAsync(second.Id));
    }

    [Fact]
    public async Task InterruptedBetweenBatches_CountsEveryBatchOnce()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using App app = await App.StartAsync();
        for (int part = 0; part < Parts; part++)
            await app.DropAsync($"test/{part}.csv", Sample.Content(Sample.Lines.Where(line => PartOf(line) == part)));
        IReadOnlyList<BatchRow> rows = await app.Batches.ListAsync(stop);
        CompactedFiles compacted = (await new LedgerCompaction(app.Services.GetRequiredService<ILedgerStore>(), new CompactionOptions())
            .WriteAsync(BatchCatalogue.CommittedFiles(rows), "compacted-by-a-process-that-died", stop))!;
        foreach (BatchRow row in rows.Take(5))
            Assert.True(await app.Batches.TryCommitAsync(row with { LedgerFiles = compacted.FilesOf(row.BatchId, row.LedgerFiles) }, row, stop));
        // Seven small files and the half-named one are left: the next run takes them together.
        RunRow run = await app.RunAsync(Sample.AsOf);
        IReadOnlyList<LedgerFile> files = BatchCatalogue.CommittedFiles(await app.Batches.ListAsync(stop));
        Assert.Single(files.Select(static file => file.Name).Distinct());
        Assert.Equal(rows.Sum(static row => row.LedgerFiles.Sum(static file => file.Rows)), files.Sum(static file => file.Rows));

        await using App direct = await App.StartAsync();
        await direct.DropAsync("test/whole.csv", Sample.Content(Sample.Lines));
        Assert.Equal(await direct.SnapshotAsync((await direct.RunAsync(Sample.AsOf)).Id), await app.SnapshotAsync(run.Id));
    }

    [Fact]
    public async Task MergedFiles_AreRemovedADayAfterTheyWereFirstMissed()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using App app = await App.StartAsync();
        for (int part = 0; part < Parts; part++)
            await app.DropAsync($"test/{part}.csv", Sample.Content(Sample.Lines.Where(line => PartOf(line) == part)));
        await app.RunAsync(Sample.AsOf);
        var storage = app.Services.GetRequiredService<StorageConnection>();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(100));
        var cleanup = new LedgerCleanup(storage, app.Batches, app.Services.GetRequiredService<RunTable>(), clock, NullLogger<LedgerCleanup>.Instance);
        while (await RunningAsync(app))
            await Task.Delay(50, stop);
        await cleanup.RunAsync(stop);
        clock.Advance(LedgerCleanup.Grace);
        await cleanup.RunAsync(stop);
        List<string> left = [];
        await foreach (var blob in storage.Blobs.GetBlobContainerClient(StorageNames.Ledger).GetBlobsAsync(cancellationToken: stop))
            left.Add(blob.Name);
        Assert.Equal(BatchCatalogue.CommittedFiles(await app.Batches.ListAsync(stop)).Select(static file => file.Name).Distinct(), left);
        await app.RunAsync("2025-11-30");
    }

    [Fact]
    public async Task FileJustLeftUnnamed_StaysThroughTheGrace()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using App app = await App.StartAsync();
        BatchRow replaced = await app.DropAsync("test/a.csv", Sample.Content(Sample.Lines[..100]));
        await app.DropAsync("test/a.csv", Sample.Content(Sample.Lines[..200]));
        var storage = app.Services.GetRequiredService<StorageConnection>();
        // However old the file is, it was named until now.
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(100));
        var cleanup = new LedgerCleanup(storage, app.Batches, app.Services.GetRequiredService<RunTable>(), clock, NullLogger<LedgerCleanup>.Instance);
        var old = storage.Blobs.GetBlobContainerClient(StorageNames.Ledger).GetBlobClient(replaced.LedgerFiles[0].Name);
        await cleanup.RunAsync(stop);
        clock.Advance(LedgerCleanup.Grace - TimeSpan.FromSeconds(1));
        await cleanup.RunAsync(stop);
        Assert.True(await old.ExistsAsync(stop));
        clock.Advance(TimeSpan.FromSeconds(1));
        await cleanup.RunAsync(stop);
        Assert.False(await old.ExistsAsync(stop));
    }

    private static async Task<bool> RunningAsync(App app) =>
        (await app.Services.GetRequiredService<RunTable>().ListAsync(TestContext.Current.CancellationToken)).Any(static run => run.Status is RunStatus.Queued or RunStatus.Running);

    private static int PartOf(string line) => int.Parse(line.Split(',')[1].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) % Parts;
}
