using System.Text.Json.Nodes;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>A <c>mapping.json</c> beside the exports says how they are read, and goes on saying so when it changes.</summary>
public sealed class MappingTests
{
    private const string GermanExport = "Kunde;Beleg;Am;Summe;Waehrung\nA;1;03.04.2025;1.234,50;EUR\nB;2;05.04.2025;-7,5;EUR\nA;3;06.04.2025;10;EUR\n";

    private const string GermanMapping = """
        { "columns": { "customer": "Kunde", "order": "Beleg", "date": "Am", "amount": "Summe", "currency": "Waehrung" },
          "decimalStyle": "comma", "dayMonthOrder": "dayFirst" }
        """;

    [Fact]
    public async Task Mapping_NamesColumnsDecimalCommaAndDayFirst()
    {
        await using App app = await App.StartAsync();
        await app.PutAsync("shop/mapping.json", GermanMapping);
        BatchRow batch = await app.DropAsync("shop/export.csv", BinaryData.FromString(GermanExport));
        BatchReport report = BatchReport.FromJson(batch.Report);
        Assert.Equal(BatchStatus.Committed, batch.Status);
        Assert.Equal(new RowCounts(3, 3, 0), report.Rows);
        Assert.Equal(1237m, report.Money.Accepted);
        Assert.Equal(new DateOnly(2025, 4, 3), batch.FirstDay);
        Assert.Equal(new DateOnly(2025, 4, 6), batch.LastDay);
    }

    [Fact]
    public async Task MappingDroppedLater_ReadsTheFilesOfItsSourceAgain()
    {
        await using App app = await App.StartAsync();
        BatchRow before = await app.DropAsync("shop/export.csv", BinaryData.FromString(GermanExport));
        BatchRow other = await app.DropAsync("other/export.csv", BinaryData.FromString("customer_id,date,amount\nX,2025-01-01,5\n"));
        Assert.Equal(BatchStatus.Quarantined, before.Status);
        await app.PutAsync("shop/mapping.json", GermanMapping);
        BatchRow after = await app.BatchUnderAsync("shop", "export.csv", static row => row.Mapping.Length > 0);
        Assert.Equal((BatchStatus.Committed, before.BlobETag), (after.Status, after.BlobETag));
        Assert.Null(await app.Batches.FindAsync("shop", "export.csv", refused: true, TestContext.Current.CancellationToken));
        Assert.Equal("", (await app.BatchUnderAsync("other", "export.csv", static _ => true)).Mapping);
        Assert.Equal(other.BatchId, (await app.BatchUnderAsync("other", "export.csv", static _ => true)).BatchId);
    }

    [Fact]
    public async Task MappingDeleted_IsSeenWhenTheNextRunIsPlanned()
    {
        await using App app = await App.StartAsync();
        await app.PutAsync("shop/mapping.json", """{ "constants": { "currency": "EUR" } }""");
        BatchRow before = await app.DropAsync("shop/export.csv", BinaryData.FromString("customer_id,date,amount\nX,2025-01-01,5\n"));
        await app.RemoveAsync("shop/mapping.json");
        Assert.Equal(RunStatus.Published, (await app.RunAsync("2025-01-31")).Status);
        BatchRow after = await app.BatchUnderAsync("shop", "export.csv", static _ => true);
        Assert.Equal(("", before.BlobETag), (after.Mapping, after.BlobETag));
        Assert.NotEqual(before.BatchId, after.BatchId);
        Assert.Null(BatchReport.FromJson(after.Report).Currencies.Single().Currency);
    }

    [Fact]
    public async Task MappingInTheConfiguration_HoldsWhereTheDropZoneHasNone()
    {
        await using App app = await App.StartAsync();
        await app.ConfigureAsync("mappings/shop.json", """{ "constants": { "currency": "EUR" } }""");
        BinaryData export = BinaryData.FromString("customer_id,date,amount\nX,2025-01-01,5\n");
        Assert.Equal("EUR", CurrencyOf(await app.DropAsync("shop/export.csv", export)));
        Assert.Null(CurrencyOf(await app.DropAsync("other/export.csv", export)));

        // A change there is seen when the next run is planned, and a dropped mapping goes before it.
        await app.ConfigureAsync("mappings/shop.json", """{ "constants": { "currency": "USD" } }""");
        await app.ConfigureAsync("mappings/other.json", """{ "constants": { "currency": "USD" } }""");
        Assert.Equal(RunStatus.Published, (await app.RunAsync("2025-01-31")).Status);
        Assert.Equal("USD", CurrencyOf(await app.BatchUnderAsync("shop", "export.csv", static _ => true)));
        Assert.Equal("USD", CurrencyOf(await app.BatchUnderAsync("other", "export.csv", static _ => true)));
        await app.PutAsync("shop/mapping.json", """{ "constants": { "currency": "GBP" } }""");
        await app.BatchUnderAsync("shop", "export.csv", static row => CurrencyOf(row) == "GBP");
    }

    [Fact]
    public async Task HeldFile_IsReleasedByAMapping_OrReplacedByACorrectedOne()
    {
        const string Bad = "customer_id,date,amount\nX,2025-01-01,5\nX,soon,5\nX,later,5\n";
        await using App app = await App.StartAsync();
        BatchRow held = await app.DropAsync("shop/export.csv", BinaryData.FromString(Bad));
        BatchRow corrected = await app.DropAsync("other/export.csv", BinaryData.FromString(Bad));
        Assert.Equal((BatchStatus.Held, BatchStatus.Held), (held.Status, corrected.Status));
        Assert.Empty(BatchCatalogue.CommittedFiles(await app.Batches.ListAsync(TestContext.Current.CancellationToken)));
        JsonNode batch = await app.GetAsync("batches/" + held.BatchId);
        Assert.Equal(("held", 2), ((string?)batch["status"], (int)batch["rejectsByReason"]!["bad_date"]!));
        Assert.Contains("3,2,bad_date,soon,", await app.Client.GetStringAsync(new Uri($"batches/{held.BatchId}/rejects", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await app.PutAsync("shop/mapping.json", """{ "maximumRejectRate": 1 }""");
        BatchRow released = await app.BatchUnderAsync("shop", "export.csv", static _ => true);
        Assert.Equal((BatchStatus.Committed, 1L), (released.Status, BatchReport.FromJson(released.Report).Rows.Accepted));
        corrected = await app.DropAsync("other/export.csv", BinaryData.FromString(Bad.Replace("soon", "2025-01-02", StringComparison.Ordinal).Replace("later", "2025-01-03", StringComparison.Ordinal)));
        Assert.Equal(BatchStatus.Committed, corrected.Status);
        foreach (string source in new[] { "shop", "other" })
        {
            while (await app.Batches.FindAsync(source, "export.csv", refused: true, TestContext.Current.CancellationToken) is not null)
                await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task AnotherMapping_ReplacesTheBatchOfTheSameBytes()
    {
        await using App app = await App.StartAsync();
        await app.PutAsync("shop/mapping.json", """{ "dayMonthOrder": "dayFirst", "constants": { "currency": "EUR" } }""");
        BinaryData export = BinaryData.FromString("customer_id,date,amount\nX,03/04/2025,5\n");
        BatchRow first = await app.DropAsync("shop/export.csv", export);
        await app.PutAsync("shop/mapping.json", """{ "dayMonthOrder": "monthFirst", "constants": { "currency": "EUR" } }""");
        BatchRow second = await app.BatchUnderAsync("shop", "export.csv", row => row.Mapping != first.Mapping);
        Assert.Equal((new DateOnly(2025, 4, 3), new DateOnly(2025, 3, 4)), (first.FirstDay!.Value, second.FirstDay!.Value));
        Assert.NotEqual(first.ContentHash, second.ContentHash);
        Assert.NotEqual(first.LedgerFiles.Single().Name, second.LedgerFiles.Single().Name);
        Assert.Single(await app.Batches.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task UnreadableMapping_QuarantinesAndNamesItsErrors_AndWhatCountedGoesOnCounting()
    {
        await using App app = await App.StartAsync();
        BinaryData export = BinaryData.FromString("customer_id,date,amount\nX,2025-01-01,5\n");
        BatchRow good = await app.DropAsync("shop/export.csv", export);
        await app.PutAsync("shop/mapping.json", """{ "colums": {}, "timeZone": "Nowhere" }""");
        BatchRow refused = await app.BatchUnderAsync("shop", "export.csv", static _ => true, refused: true);
        string problem = BatchReport.FromJson(refused.Report).Failure!.Problems.Single();
        Assert.Equal(BatchStatus.Quarantined, refused.Status);
        Assert.Contains("'colums' is not known", problem, StringComparison.Ordinal);
        Assert.Contains("timeZone 'Nowhere'", problem, StringComparison.Ordinal);
        Assert.Equal(good.LedgerFiles, BatchCatalogue.CommittedFiles(await app.Batches.ListAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task LaterOrderReplaces_TakesTheLaterFilesOrderAsAWhole()
    {
        await using App app = await App.StartAsync();
        await app.PutAsync("shop/mapping.json", """{ "laterOrderReplaces": true }""");
        await app.DropAsync("shop/monday.csv", BinaryData.FromString("customer_id,order_id,date,amount\nX,o1,2025-01-01,5\nX,o1,2025-01-01,7\nX,o2,2025-01-02,1\n"));
        // Two drops within one second could not be told apart by their time.
        await Task.Delay(1100, TestContext.Current.CancellationToken);
        BatchRow tuesday = await app.DropAsync("shop/tuesday.csv", BinaryData.FromString("customer_id,order_id,date,amount\nX,o1,2025-01-01,6\n"));
        Assert.All(tuesday.LedgerFiles, static file => Assert.True(file.LaterOrderReplaces));
        Assert.Equal(RunStatus.Published, (await app.RunAsync("2025-01-31")).Status);
        JsonNode customer = await app.GetAsync("customers/X");
        Assert.Equal(7m, (decimal)customer["rfm"]!["monetary"]!);
    }

    private static string? CurrencyOf(BatchRow row) => BatchReport.FromJson(row.Report).Currencies.Single().Currency;
}
