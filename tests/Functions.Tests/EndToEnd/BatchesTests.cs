using System.Net;
using System.Text.Json.Nodes;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>What became of every dropped file can be asked, and asked for once more.</summary>
public sealed class BatchesTests
{
    [Fact]
    public async Task Batch_IsFoundByItsId_AlsoAsADuplicate()
    {
        await using App app = await App.StartAsync();
        BinaryData export = BinaryData.FromString("customer,order_id,date,amount\nX,1,2025-01-05,7\n,2,2025-01-05,8\n");
        BatchRow first = await app.DropAsync("shop/a.csv", export);
        await Task.Delay(1100, TestContext.Current.CancellationToken);
        BatchRow second = await app.DropAsync("shop/b.csv", export);
        JsonNode batch = await app.GetAsync($"batches/{second.BatchId}");
        Assert.Equal(("duplicate", first.BatchId), ((string?)batch["status"], (string?)batch["duplicateOf"]));
        Assert.Equal("committed", (string?)(await app.GetAsync($"batches/{first.BatchId}"))["status"]);
        Assert.Equal((2, 1), ((int)batch["rows"]!["read"]!, (int)batch["listedRejects"]!));
        string rejects = await app.Client.GetStringAsync(new Uri($"batches/{first.BatchId}/rejects", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("3,1,no_customer", rejects, StringComparison.Ordinal);
        using HttpResponseMessage unknown = await app.Client.GetAsync(new Uri("batches/0123456789abcdef", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Retry_ReadsTheFileOnceMore()
    {
        await using App app = await App.StartAsync();
        BatchRow first = await app.DropAsync("shop/a.csv", BinaryData.FromString("customer,date,amount\nX,2025-01-05,7\n"));
        using HttpResponseMessage answer = await app.PostAsync($"batches/{first.BatchId}/retry", "");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal($"/api/batches/{first.BatchId}", answer.Headers.Location?.OriginalString);
        BatchRow again = await app.BatchUnderAsync("shop", "a.csv", row => row.Reading != first.Reading);
        Assert.Equal((first.BatchId, BatchStatus.Committed), (again.BatchId, again.Status));
        using HttpResponseMessage unknown = await app.PostAsync("batches/nothing/retry", "");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task FileBesideTheFolders_IsRefusedWithAReason_AndNothingIsMissing()
    {
        await using App app = await App.StartAsync();
        await app.PutAsync("orders.csv", "customer,date,amount\nX,2025-01-05,7\n");
        BatchRow row = await app.BatchUnderAsync("", "orders.csv", static _ => true, refused: true);
        Assert.Contains("folder of its source", row.Report, StringComparison.Ordinal);
        Assert.Empty((await app.GetAsync("batches?state=missing"))["missing"]!.AsArray());
        using HttpResponseMessage wrong = await app.Client.GetAsync(new Uri("batches?state=lost", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using HttpResponseMessage retry = await app.PostAsync($"batches/{row.BatchId}/retry", "");
        Assert.Equal(HttpStatusCode.Conflict, retry.StatusCode);
    }
}
