using System.Text;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Preview;

public sealed class BatchPreviewTests
{
    private const string Text = "customer,order,date,amount\nc,o1,03/04/2025,-1.5\nd,\"o\"\"2\",04/05/2025,x\nd,o3,05/06/20";

    [Fact]
    public async Task PreviewAsync_BeginningOfAFile_ShowsRowsRejectsAndTheOpenQuestion()
    {
        BatchPreview preview = await PreviewAsync(Text, contentIsWhole: false);
        Assert.Equal(new RowCounts(2, 1, 1), preview.Rows);
        PreviewRow row = Assert.Single(preview.FirstRows);
        Assert.Equal(("c", "o1", "refund", -1.5m), (row.CustomerId, row.OrderId, row.Kind, row.Amount));
        Assert.Equal(new RowReject(3, 4, "bad_amount", "x", "the amount is missing or cannot be read"), Assert.Single(preview.FirstRejects));
        Assert.Contains("dayMonthOrder", preview.Question, StringComparison.Ordinal);
        Assert.False(preview.IsWhole);
        Assert.Contains("\"firstRows\"", preview.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PreviewAsync_WholeFile_CountsItsLastRow() =>
        Assert.Equal(3, (await PreviewAsync(Text, contentIsWhole: true)).Rows.Read);

    [Fact]
    public async Task PreviewAsync_NothingToMap_SaysWhatIsMissing() =>
        Assert.Equal(["customer", "date", "amount"], (await PreviewAsync("a,b\n1,2\n", contentIsWhole: true)).Failure!.LookedFor.Keys);

    private static Task<BatchPreview> PreviewAsync(string text, bool contentIsWhole) =>
        new BatchPreviewer(IngestOptions.Default, new FakeTimeProvider(IngestRun.Now)).PreviewAsync(
            new MemoryContent("orders.csv", Encoding.UTF8.GetBytes(text)), contentIsWhole: contentIsWhole, cancellationToken: TestContext.Current.CancellationToken);
}
