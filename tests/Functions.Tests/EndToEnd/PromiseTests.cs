using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Tests.Resegment;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Repetition, replacement, splitting and shuffling change nothing that they should not.</summary>
public sealed class PromiseTests
{
    private const int Parts = 10;

    [Fact]
    public async Task SameFileAgain_AndUnderAnotherName_ChangesNothing()
    {
        await using App app = await App.StartAsync();
        await app.DropFileAsync(Sample.Path);
        RunRow first = await app.RunAsync(Sample.AsOf);
        BatchRow again = await app.DropFileAsync(Sample.Path);
        BatchRow other = await app.DropAsync("test/renamed.csv", Sample.Content(Sample.Lines));
        RunRow second = await app.RunAsync(Sample.AsOf);
        Assert.Equal(first.Id, second.Id);
        IReadOnlyList<(BatchRow Row, string? DuplicateOf)> batches = await ResolvedAsync(app);
        Assert.Equal(2, batches.Count);
        (BatchRow row, string? duplicateOf) = batches.Single(static batch => batch.Row.File == "renamed.csv");
        Assert.Equal(BatchStatus.Duplicate, row.Status);
        Assert.Equal(batches.Single(static batch => batch.Row.File == "sample.csv").Row.BatchId, duplicateOf);
        Assert.Equal(other.ContentHash, again.ContentHash);
    }

    [Fact]
    public async Task SplitBetweenOrders_InAnyOrder_SomeTwice_GivesTheSameSnapshot()
    {
        await using App whole = await App.StartAsync();
        await whole.DropFileAsync(Sample.Path);
        IReadOnlyList<string> expected = await whole.SnapshotAsync((await whole.RunAsync(Sample.AsOf)).Id);

        await using App split = await App.StartAsync();
        var random = new Random(20251231);
        List<string>[] parts = SplitBetweenOrders();
        foreach (int part in Enumerable.Range(0, Parts).Concat([3, 7]).OrderBy(_ => random.Next()))
            await split.DropAsync($"test/part-{part}-{random.Next()}.csv", Sample.Content(parts[part]));
        IReadOnlyList<string> actual = await split.SnapshotAsync((await split.RunAsync(Sample.AsOf)).Id);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task SameNameWithOtherContent_ReplacesTheBatch()
    {
        await using App direct = await App.StartAsync();
        await direct.DropAsync("test/export.csv", Sample.Content(Sample.Lines[..3000]));
        IReadOnlyList<string> expected = await direct.SnapshotAsync((await direct.RunAsync(Sample.AsOf)).Id);

        await using App replaced = await App.StartAsync();
        await replaced.DropAsync("test/export.csv", Sample.Content(Sample.Lines));
        RunRow before = await replaced.RunAsync(Sample.AsOf);
        await replaced.DropAsync("test/export.csv", Sample.Content(Sample.Lines[..3000]));
        RunRow after = await replaced.RunAsync(Sample.AsOf);
        Assert.Equal(new RunId(before.Id.AsOf, 2), after.Id);
        Assert.Equal(expected, await replaced.SnapshotAsync(after.Id));
    }

    [Fact]
    public async Task GoodFileReplacedByGarbage_GoesOnCounting()
    {
        await using App app = await App.StartAsync();
        await app.DropFileAsync(Sample.Path);
        RunRow first = await app.RunAsync(Sample.AsOf);
        BatchRow garbage = await app.DropAsync("test/sample.csv", BinaryData.FromString("city,temperature\nParis,21\n"));
        Assert.Equal(BatchStatus.Quarantined, garbage.Status);
        Assert.Equal(first.Id, (await app.RunAsync(Sample.AsOf)).Id);
        await app.DropFileAsync(Sample.Path);
        // The record of the refusal goes after the row that counts has been written.
        while (await app.Batches.FindAsync("test", "sample.csv", refused: true, TestContext.Current.CancellationToken) is not null)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Single(await ResolvedAsync(app));
    }

    [Fact]
    public async Task OriginalReplaced_ItsDuplicateTakesItsPlace()
    {
        await using App app = await App.StartAsync();
        await app.DropAsync("test/a.csv", Sample.Content(Sample.Lines[..2000]));
        await Task.Delay(1100, TestContext.Current.CancellationToken);
        await app.DropAsync("test/b.csv", Sample.Content(Sample.Lines[..2000]));
        await app.DropAsync("test/a.csv", Sample.Content(Sample.Lines[2000..3000]));
        Assert.All(await ResolvedAsync(app), static batch => Assert.Equal(BatchStatus.Committed, batch.Row.Status));
    }

    [Fact]
    public async Task OldSnapshots_AreDroppedBeyondTheNumberKept()
    {
        await using App app = await App.StartAsync(new() { ["ServerlessSeg:RetainedSnapshots"] = "2" });
        await app.DropFileAsync(Sample.Path);
        foreach (string asOf in new[] { "2025-10-31", "2025-11-30", "2025-12-31" })
            Assert.Equal(RunStatus.Published, (await app.RunAsync(asOf)).Status);
        // The oldest was live a moment ago; it goes once no reader can be at it any more.
        Assert.Equal(["published", "published", "published"], await StatusesAsync(app));
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + LivePosition.Grace);
        await RunBench.Make<Retention>(app.Services, RunBench.Make<SnapshotRemoval>(app.Services, clock)).ApplyAsync(2, TestContext.Current.CancellationToken);
        Assert.Equal(["published", "published", "dropped"], await StatusesAsync(app));
        System.Text.Json.Nodes.JsonNode customer = await app.GetAsync("customers/C00000001");
        Assert.Equal("2025-12-31", (string?)customer["snapshot"]);
        Assert.Equal("2025-11-30", (string?)customer["previous"]!["since"]);
    }

    [Fact]
    public async Task EarlierDate_RunLater_DoesNotTakeTheReadersBack()
    {
        await using App app = await App.StartAsync();
        await app.DropFileAsync(Sample.Path);
        await app.RunAsync("2025-12-31");
        await app.RunAsync("2025-06-30");
        Assert.Equal("2025-12-31", (string?)(await app.GetAsync("health"))["snapshot"]);
    }

    private static async Task<string[]> StatusesAsync(App app) =>
        [.. (await app.GetAsync("runs"))["runs"]!.AsArray().Select(static run => (string)run!["status"]!)];

    private static async Task<IReadOnlyList<(BatchRow Row, string? DuplicateOf)>> ResolvedAsync(App app) => BatchCatalogue.Resolve(
        await new BatchTable((StorageConnection)app.Services.GetService(typeof(StorageConnection))!).ListAsync(TestContext.Current.CancellationToken));

    private static List<string>[] SplitBetweenOrders()
    {
        List<string>[] parts = [.. Enumerable.Range(0, Parts).Select(static _ => new List<string>())];
        foreach (string line in Sample.Lines)
            parts[int.Parse(line.Split(',')[1].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) % Parts].Add(line);
        return parts;
    }
}
