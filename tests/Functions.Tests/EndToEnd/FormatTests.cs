using System.IO.Compression;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>The same transactions give the same snapshot in whatever form and in however many files they come.</summary>
public sealed class FormatTests
{
    private const string FirstDay = "2025-10-01";

    [Fact]
    public async Task DailyFiles_Shuffled_AFifthOfThemTwice_GiveTheSnapshotOfTheSingleFile()
    {
        // Every order lies within one day, so days never share one. A day of unreadable lines only would rightly be held.
        string[] lines = [.. Sample.Lines.Where(static line => string.CompareOrdinal(line.Split(',')[2], FirstDay) >= 0 && !IsFlawed(line))];
        IReadOnlyList<string> expected = await SnapshotOfAsync(lines);
        await using App app = await App.StartAsync();
        var random = new Random(305);
        string[][] days = [.. lines.GroupBy(static line => line.Split(',')[2][..10]).Select(static day => day.ToArray())];
        (int Day, int Copy)[] drops = [.. Enumerable.Range(0, days.Length).Select(static day => (Day: day, Copy: 0))
            .Concat(Enumerable.Range(0, days.Length).Where(_ => random.Next(5) == 0).Select(static day => (Day: day, Copy: 1)))
            .OrderBy(_ => random.Next())];
        foreach ((int day, int copy) in drops)
            await app.PutAsync($"test/day-{day}-{copy}.csv", Sample.Content(days[day]).ToString());
        foreach ((int day, int copy) in drops)
            await app.BatchUnderAsync("test", $"day-{day}-{copy}.csv", static _ => true);
        Assert.True(drops.Length > days.Length);
        Assert.Equal(expected, await app.SnapshotAsync((await app.RunAsync(Sample.AsOf)).Id));
    }

    [Fact]
    public async Task Gzip_IsReadAsTheTextItHolds()
    {
        IReadOnlyList<string> expected = await SnapshotOfAsync(Sample.Lines);
        await using App app = await App.StartAsync();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(await File.ReadAllBytesAsync(Sample.Path, TestContext.Current.CancellationToken));
        BatchRow batch = await app.DropAsync("test/sample.csv.gz", BinaryData.FromBytes(packed.ToArray()));
        Assert.Equal(BatchStatus.Committed, batch.Status);
        Assert.Equal(expected, await app.SnapshotAsync((await app.RunAsync(Sample.AsOf)).Id));
    }

    [Fact]
    public async Task Parquet_GivesTheSnapshotOfTheCsv()
    {
        string[] good = [.. Sample.Lines.Where(static line => !IsFlawed(line))];
        IReadOnlyList<string> expected = await SnapshotOfAsync(good);
        await using App app = await App.StartAsync();
        BatchRow batch = await app.DropAsync("test/sample.parquet", await SampleParquet.WriteAsync(good, TestContext.Current.CancellationToken));
        Assert.Equal(new RowCounts(good.Length, good.Length, 0), BatchReport.FromJson(batch.Report).Rows);
        Assert.Equal(expected, await app.SnapshotAsync((await app.RunAsync(Sample.AsOf)).Id));
    }

    private static bool IsFlawed(string line) => line.StartsWith(',') || line.Contains(",soon,", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<string>> SnapshotOfAsync(IEnumerable<string> lines)
    {
        await using App app = await App.StartAsync();
        await app.DropAsync("test/single.csv", Sample.Content(lines));
        return await app.SnapshotAsync((await app.RunAsync(Sample.AsOf)).Id);
    }
}
