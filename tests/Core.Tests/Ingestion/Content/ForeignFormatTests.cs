using System.Text;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Content;

public sealed class ForeignFormatTests
{
    [Fact]
    public async Task RunAsync_HeaderThatBeginsLikeEncryptedParquet_IsRead() =>
        Assert.Equal("c", Assert.Single((await IngestRun.OfTextAsync("PARENT_ID,CUSTOMER_ID,ORDER_DATE,AMOUNT\n1,c,2025-01-01,10.00\n")).Rows).Customer);

    [Theory]
    [InlineData("PK\u0003\u0004\u0014\0\u0006\0xl/workbook.xml", "save the sheet as CSV")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1", "save the sheet as CSV")]
    [InlineData("%PDF-1.7\n", "PDF")]
    [InlineData("PARE\0\0\0\0PARE", "encrypted")]
    [InlineData("BZh91AY&SY\u00E8\u00E8", "unpack it")]
    [InlineData("\u00FD7zXZ\0\0\u0004", "unpack it")]
    [InlineData("SQLite format 3\0", "export it as CSV or Parquet")]
    [InlineData("ORC\0\0\0\u00FF\u0001", "export it as CSV or Parquet")]
    [InlineData("[{\"customer_id\":\"a\",\"date\":\"2025-01-01\",\"amount\":5}]", "JSON")]
    [InlineData("{\"customer_id\":\"a\",\"date\":\"2025-01-01\",\"amount\":5}\n{\"customer_id\":\"b\"}\n", "JSON")]
    [InlineData("<html><table><tr><td>customer</td></tr></table></html>", "HTML")]
    public async Task RunAsync_FileThatIsNoExport_SaysWhatItIsAndWhatToDo(string latin1, string said)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(latin1);
        IngestRun run = await IngestRun.OfBytesAsync(bytes);
        BatchPreview preview = await new BatchPreviewer(IngestOptions.Default, TimeProvider.System)
            .PreviewAsync(new MemoryContent("export.csv", bytes), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(BatchStatus.Quarantined, run.Report.Status);
        Assert.Contains(said, string.Join(' ', run.Report.Failure!.Problems), StringComparison.Ordinal);
        Assert.Equal(run.Report.Failure.Problems, preview.Failure!.Problems);
    }

    [Theory]
    [InlineData("\u0001\u0002\0\u00FF")]
    [InlineData("PAR1\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009")]
    [InlineData("\u001F\u008B\u0001\u0002\u0003\u0004\u0005\u0006")]
    [InlineData("\u0028\u00B5\u002F\u00FD\u0001\u0002\u0003\u0004\u0005\u0006")]
    public async Task RunAsync_RandomBytes_AreQuarantinedWithOneReason(string start)
    {
        byte[] noise = new byte[5_000];
        new Random(5).NextBytes(noise);
        IngestRun run = await IngestRun.OfBytesAsync([.. Encoding.Latin1.GetBytes(start), .. noise]);
        Assert.Equal(BatchStatus.Quarantined, run.Report.Status);
        Assert.Single(run.Report.Failure!.Problems);
    }

    [Fact]
    public async Task RunAsync_ColumnNamesInBrackets_AreNoJson()
    {
        IngestRun run = await IngestRun.OfTextAsync("[CustomerID],[OrderDate],[Amount]\nc,2025-01-01,1\n");
        Assert.Equal(1, run.Report.Rows.Accepted);
    }
}
