using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Functions.Ingest;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.Ingest;

/// <summary>What lies in the drop zone is in a row, whatever became of its trigger.</summary>
public sealed class DropReconciliationTests
{
    private const string Export = "customer,date,amount\nX,2025-01-01,5\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FileWithoutARow_IsMissingAfterAWhileAndTakenIn()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.PutAsync("s/a.csv", Export);
        await bench.PutAsync("s/rates.csv", "date,currency,rate\n");
        DropReconciliation reconciliation = bench.Get<DropReconciliation>();
        Assert.Empty(await reconciliation.FindAsync(Stop));
        bench.Clock.Advance(TimeSpan.FromMinutes(11));
        MissingDrop missing = Assert.Single(await reconciliation.FindAsync(Stop));
        Assert.Equal((new DropName("s", "a.csv"), "it is in no batch", true), (missing.Drop, missing.Reason, missing.IsDue));
        await reconciliation.RunAsync(Stop);
        Assert.Empty(await reconciliation.FindAsync(Stop));
        Assert.Equal(BatchStatus.Committed, (await bench.RowAsync("s/a.csv"))?.Status);
    }

    [Fact]
    public async Task NewContentThatNobodyRead_IsMissing()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.PutAsync("s/a.csv", Export);
        await bench.IngestAsync("s/a.csv");
        await bench.PutAsync("s/a.csv", Export + "Y,2025-01-02,6\n");
        bench.Clock.Advance(TimeSpan.FromMinutes(11));
        await bench.Get<DropReconciliation>().RunAsync(Stop);
        Assert.Equal(2, await bench.LedgerRowsAsync());
    }

    [Fact]
    public async Task LedgerFileThatIsGone_IsReadFromTheDropAgain()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.PutAsync("s/a.csv", Export);
        await bench.IngestAsync("s/a.csv");
        await bench.Get<ILedgerStore>().DeleteAsync((await bench.RowAsync("s/a.csv"))!.LedgerFiles[0].Name, Stop);
        Assert.Contains("is gone", Assert.Single(await bench.Get<DropReconciliation>().FindAsync(Stop)).Reason, StringComparison.Ordinal);
        await bench.Get<DropReconciliation>().RunAsync(Stop);
        Assert.Equal(1, await bench.LedgerRowsAsync());
    }

    [Fact]
    public async Task MappingThatNobodyRead_IsTakenUpOnceItsReaderHadTime()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.PutAsync("s/a.csv", Export);
        await bench.IngestAsync("s/a.csv");
        await bench.PutAsync("s/mapping.json", """{ "constants": { "currency": "EUR" } }""");
        Assert.Empty(await bench.Get<DropReconciliation>().FindAsync(Stop));
        bench.Clock.Advance(TimeSpan.FromMinutes(11));
        await bench.Get<DropReconciliation>().RunAsync(Stop);
        Assert.NotEqual("", (await bench.RowAsync("s/a.csv"))!.Mapping);
    }

    [Fact]
    public async Task FailedReading_IsTriedAtGrowingIntervalsAndNotForEver()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.PutAsync("s/a.csv", Export);
        BatchRows rows = bench.Get<BatchRows>();
        DropReconciliation reconciliation = bench.Get<DropReconciliation>();
        for (int tries = 1; tries <= 9; tries++)
        {
            Assert.Equal(tries, (await rows.RecordFailureAsync(new DropName("s", "a.csv"), "the process ran out of memory", Stop))?.FailedTries);
            TimeSpan interval = TimeSpan.FromMinutes(10) * Math.Pow(2, tries - 1);
            bench.Clock.Advance(interval - TimeSpan.FromSeconds(1));
            Assert.False(Assert.Single(await reconciliation.FindAsync(Stop)).IsDue);
            bench.Clock.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(tries <= 8, Assert.Single(await reconciliation.FindAsync(Stop)).IsDue);
        }
        await bench.IngestAsync("s/a.csv", again: true);
        Assert.Empty(await reconciliation.FindAsync(Stop));
    }

    [Fact]
    public async Task DropZoneThatIsNotTrusted_DoesNotSayHowFilesAreRead()
    {
        await using IngestBench bench = await IngestBench.StartAsync(settings: new() { ["ServerlessSeg:TrustDropZone"] = "false" });
        await bench.PutAsync("s/mapping.json", """{ "constants": { "currency": "EUR" } }""");
        await bench.PutAsync("s/a.csv", Export);
        await bench.IngestAsync("s/a.csv");
        Assert.Equal("", (await bench.RowAsync("s/a.csv"))!.Mapping);
        await bench.PutAsync("mappings/s.json", """{ "constants": { "currency": "USD" } }""", StorageNames.Configuration);
        await bench.Get<DropReconciliation>().RunAsync(Stop);
        Assert.Equal("USD", BatchReport.FromJson((await bench.RowAsync("s/a.csv"))!.Report).Currencies.Single().Currency);
    }
}
