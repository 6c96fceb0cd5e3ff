using Azure.Storage.Blobs;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Ingest;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.Ingest;

/// <summary>Several may read the same file at the same time, under changing mappings, and every file ends in a row whose ledger files are there.</summary>
public sealed class DropIngestTests
{
    private const string Mapping = """{ "columns": { "customer": "who" } }""";

    private static string Export(int mark, int rows = 20) =>
        "who,order_id,date,amount\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"c{i},o{mark}-{i},2025-01-{1 + (i % 28):00},{1 + mark}\n"));

    [Fact]
    public async Task FileAndMappingDroppedTogether_NoneIsLost()
    {
        const int Sources = 25;
        await using IngestBench bench = await IngestBench.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, Sources).Select(async i =>
        {
            // The trigger fires for both, and twice for one of them.
            await bench.PutAsync($"s{i}/f.csv", Export(i));
            Task early = i % 2 == 0 ? bench.IngestAsync($"s{i}/f.csv") : Task.CompletedTask;
            await bench.PutAsync($"s{i}/mapping.json", Mapping);
            await Task.WhenAll(early, bench.IngestAsync($"s{i}/f.csv"), bench.Get<SourceReread>().RunAsync($"s{i}", TestContext.Current.CancellationToken));
        }));
        for (int i = 0; i < Sources; i++)
        {
            BatchRow? row = await bench.RowAsync($"s{i}/f.csv");
            Assert.Equal(BatchStatus.Committed, row?.Status);
            Assert.NotEqual("", row!.Mapping);
            Assert.Null(await bench.RowAsync($"s{i}/f.csv", refused: true));
        }
        Assert.Equal(Sources * 20, await bench.LedgerRowsAsync());
    }

    [Fact]
    public async Task TwoInstancesAndContentsThatChange_EveryCommittedRowHasItsFiles()
    {
        const int Files = 12;
        await using IngestBench bench = await IngestBench.StartAsync(instances: 2);
        for (int round = 0; round < 4; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, Files).Select(async i =>
            {
                string name = $"s/{i}.csv";
                await bench.PutAsync(name, Export(round, 10 + i).Replace("who", "customer", StringComparison.Ordinal).Replace(",o", $",f{i}o", StringComparison.Ordinal));
                await Task.WhenAll(bench.IngestAsync(name, 0), bench.IngestAsync(name, 1), bench.IngestAsync(name, i % 2, again: i % 3 == 0));
            }));
            Assert.Equal(Enumerable.Range(0, Files).Sum(static i => 10 + i), await bench.LedgerRowsAsync());
        }
    }

    [Fact]
    public async Task TwoReadingsOfOneVersion_HaveNamesOfTheirOwn()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.PutAsync("s/a.csv", Export(1).Replace("who", "customer", StringComparison.Ordinal));
        await bench.IngestAsync("s/a.csv");
        BatchRow first = (await bench.RowAsync("s/a.csv"))!;
        await bench.IngestAsync("s/a.csv", again: true);
        BatchRow second = (await bench.RowAsync("s/a.csv"))!;
        Assert.Equal(first.BatchId, second.BatchId);
        Assert.NotEqual(first.Reading, second.Reading);
        // What the first wrote stays until nobody has named it for a day: a run may have planned to read it.
        Assert.Superset(first.LedgerFiles.Concat(second.LedgerFiles).Select(static file => file.Name).ToHashSet(), (await bench.NamesAsync(StorageNames.Ledger)).ToHashSet());
        Assert.Contains(second.RejectsName, await bench.NamesAsync(StorageNames.Rejects));
    }

    [Fact]
    public async Task RefusalOfANewerContent_IsNotForgottenWithThatOfAnOlder()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.PutAsync("s/a.csv", "city,temperature\nParis,21\n");
        await bench.IngestAsync("s/a.csv");
        BatchRow old = (await bench.RowAsync("s/a.csv", refused: true))!;
        await bench.PutAsync("s/a.csv", "city,temperature\nRome,25\n");
        await bench.IngestAsync("s/a.csv");
        await bench.Batches.ForgetRefusedAsync(old, TestContext.Current.CancellationToken);
        Assert.NotEqual(old.BlobETag, (await bench.RowAsync("s/a.csv", refused: true))?.BlobETag);
    }

    [Fact]
    public async Task SomethingThrown_BecomesARowThatSaysSo_AndIsRetried()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.PutAsync("s/a.csv", "customer,date,amount\nX,2025-01-01,5\n");
        await bench.IngestAsync("s/a.csv");
        await bench.PutAsync("s/a.csv", "customer,date,amount\nX,2025-01-01,7\n");
        BlobContainerClient ledger = bench.Get<StorageConnection>().Blobs.GetBlobContainerClient(StorageNames.Ledger);
        await ledger.DeleteAsync(cancellationToken: TestContext.Current.CancellationToken);

        await bench.IngestAsync("s/a.csv");
        BatchRow failed = (await bench.RowAsync("s/a.csv", refused: true))!;
        Assert.Equal((BatchStatus.Failed, 1), (failed.Status, failed.FailedTries));
        string problem = Assert.Single(BatchReport.FromJson(failed.Report).Failure!.Problems);
        Assert.Contains("ContainerNotFound", problem, StringComparison.Ordinal);
        Assert.Contains($"/api/batches/{failed.BatchId}/retry", problem, StringComparison.Ordinal);
        Assert.Equal(BatchStatus.Committed, (await bench.RowAsync("s/a.csv"))!.Status);

        await ledger.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await bench.IngestAsync("s/a.csv");
        Assert.NotNull(await bench.RowAsync("s/a.csv", refused: true));
        bench.Clock.Advance(TimeSpan.FromMinutes(11));
        await bench.Get<DropReconciliation>().RunAsync(TestContext.Current.CancellationToken);
        Assert.Null(await bench.RowAsync("s/a.csv", refused: true));
        Assert.Equal(1, await bench.LedgerRowsAsync());
    }

    [Theory]
    [InlineData("root.csv", "folder of its source")]
    [InlineData("/x.csv", "folder of its source")]
    public async Task NameThatIsNoExports_IsRefusedInARow(string name, string reason)
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => bench.IngestAsync(name)));
        BatchRow row = Assert.Single(await bench.Batches.ListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(BatchStatus.Quarantined, row.Status);
        Assert.Contains(reason, Assert.Single(BatchReport.FromJson(row.Report).Failure!.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThousandsOfColumns_AreReportedWholeBesideAShortRow()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        string columns = string.Concat(Enumerable.Range(0, 1200).Select(static i => $",further_column_{i:0000}_{new string('x', 40)}"));
        await bench.PutAsync("s/wide.csv", $"customer,date,amount{columns}\nX,2025-01-01,5{new string(',', 1200)}\n");
        await bench.PutAsync("s/strange.csv", $"foo{columns}\nX{new string(',', 1200)}\n");
        await bench.IngestAsync("s/wide.csv");
        await bench.IngestAsync("s/strange.csv");
        BatchRow row = (await bench.RowAsync("s/wide.csv"))!, strange = (await bench.RowAsync("s/strange.csv", refused: true))!;
        Assert.Equal((BatchStatus.Committed, BatchStatus.Quarantined), (row.Status, strange.Status));
        Assert.True(row.IsReportShortened && row.Report.Length < 30_000 && strange.Report.Length < 30_000);
        Assert.Equal(1200, (await bench.Get<BatchReports>().ReadAsync(row, TestContext.Current.CancellationToken)).Mapping!.Ignored.Count);
        Assert.StartsWith("foo", (await bench.Get<BatchReports>().ReadAsync(strange, TestContext.Current.CancellationToken)).Failure!.Found[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task NamesLongerThanAKey_HaveRowsOfTheirOwn()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        string[] names = [$"店/{new string('客', 70)}.csv", $"店/{new string('客', 71)}.csv", $"{new string('客', 80)}/a.csv"];
        foreach (string name in names)
        {
            await bench.PutAsync(name, "customer,date,amount\nX,2025-01-01," + name.Length + "\n");
            await bench.IngestAsync(name);
            Assert.Equal(DropName.Of(name).File, (await bench.RowAsync(name))?.File);
        }
        Assert.Equal(names.Length, (await bench.Batches.ListAsync(TestContext.Current.CancellationToken)).Count);
    }
}
