using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Tests;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>A year of a real shop as a file a day, in any order and a fifth of it delivered twice.</summary>
public sealed class DailyFilesTests
{
    private const string AsOf = "2011-12-10";

    [Fact]
    public async Task OnlineRetailByDay_ShuffledAndDeliveredTwice_EqualsTheSingleFile()
    {
        string path = ReferenceData.Path("uci_online_retail.csv");
        await using App whole = await App.StartAsync();
        await whole.DropFileAsync(path);
        IReadOnlyList<string> expected = await whole.SnapshotAsync((await whole.RunAsync(AsOf)).Id);

        await using App daily = await App.StartAsync();
        (string name, BinaryData content)[] files = Deliveries(path, new Random(20111210));
        await DropAllAsync(daily, files);
        IReadOnlyList<(BatchRow Row, string? DuplicateOf)> batches = BatchCatalogue.Resolve(await daily.Batches.ListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(305, batches.Count(static batch => batch.Row.Status == BatchStatus.Committed));
        Assert.Equal(31, batches.Count(static batch => batch.Row.Status == BatchStatus.Duplicate));
        BatchReport[] counted = [.. batches.Where(static batch => batch.Row.Status == BatchStatus.Committed).Select(static batch => BatchReport.FromJson(batch.Row.Report))];
        Assert.Equal((541_909, 406_829), (counted.Sum(static report => report.Rows.Read), counted.Sum(static report => report.Rows.Accepted)));
        Assert.Equal(8_300_065.814m, counted.Sum(static report => report.Money.Accepted));

        Assert.Equal(expected, await daily.SnapshotAsync((await daily.RunAsync(AsOf)).Id));
        IReadOnlyList<LedgerFile> ledger = BatchCatalogue.CommittedFiles(await daily.Batches.ListAsync(TestContext.Current.CancellationToken));
        Assert.InRange(ledger.Select(static file => file.Name).Distinct().Count(), 1, 60);
        Assert.Equal(406_829, ledger.Sum(static file => file.Rows));
    }

    /// <summary>305 days; a tenth of them again under another name, another tenth again under its own.</summary>
    private static (string Name, BinaryData Content)[] Deliveries(string path, Random random)
    {
        string[] lines = File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // The date is the fifth column from the right to the left of which lies a description that may hold commas.
        IGrouping<string, string>[] days = [.. lines.Skip(1).GroupBy(static line => line.Split(',')[^4][..10])];
        (string, BinaryData)[] files = [.. days.Select(day => ($"shop/{day.Key}.csv", BinaryData.FromString(string.Join('\n', day.Prepend(lines[0])) + "\n")))];
        (string, BinaryData)[] shuffled = [.. files];
        random.Shuffle(shuffled);
        (string, BinaryData)[] deliveries =
        [
            .. files,
            .. shuffled[..31].Select(static file => (file.Item1.Replace(".csv", "-again.csv", StringComparison.Ordinal), file.Item2)),
            .. shuffled[31..61],
        ];
        random.Shuffle(deliveries);
        return deliveries;
    }

    private static async Task DropAllAsync(App app, (string Name, BinaryData Content)[] files)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        BlobContainerClient drops = app.Services.GetRequiredService<StorageConnection>().Blobs.GetBlobContainerClient(StorageNames.Transactions);
        Dictionary<string, string> versions = new(StringComparer.Ordinal);
        foreach ((string name, BinaryData content) in files)
            versions[name] = (await drops.GetBlobClient(name).UploadAsync(content, overwrite: true, stop)).Value.ETag.ToString();
        while (true)
        {
            Dictionary<string, string> taken = (await app.Batches.ListAsync(stop)).ToDictionary(static row => $"{row.Source}/{row.File}", static row => row.BlobETag, StringComparer.Ordinal);
            if (versions.All(version => taken.GetValueOrDefault(version.Key) == version.Value))
                return;
            await Task.Delay(200, stop);
        }
    }
}
