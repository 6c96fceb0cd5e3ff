using System.IO.Compression;
using System.Text;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Content;

public sealed class CompressedContentTests
{
    private const int Rows = 40_000;
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(
        "customer,date,amount\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"c{i * 7919 % 10007},2025-01-{(i % 28) + 1:00},{i % 1000}.25\n")));

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    public async Task RunAsync_SeveralMembers_AreReadAsOneText(string form)
    {
        byte[] half = Packed(form, Text.AsSpan(0, 100_001));
        byte[] rest = Packed(form, Text.AsSpan(100_001));
        IngestRun one = await IngestRun.OfBytesAsync(Packed(form, Text));
        IngestRun several = await IngestRun.OfBytesAsync([.. half, .. Packed(form, default), .. rest]);
        Assert.Equal(new RowCounts(Rows, Rows, 0), one.Report.Rows);
        Assert.Equal((one.Report.Rows, one.Report.Money, one.Report.Customers), (several.Report.Rows, several.Report.Money, several.Report.Customers));
    }

    [Theory]
    [InlineData("gz", 0.5)]
    [InlineData("gz", 0.999)]
    [InlineData("zst", 0.5)]
    [InlineData("zst", 0.999)]
    public async Task RunAsync_CutOff_IsQuarantinedAndNothingOfItCounts(string form, double share)
    {
        byte[] whole = Packed(form, Text);
        IngestRun run = await IngestRun.OfBytesAsync(whole[..(int)(whole.Length * share)]);
        Assert.Equal((BatchStatus.Quarantined, 0), (run.Report.Status, run.Rows.Count));
        Assert.Contains("cut off", Assert.Single(run.Report.Failure!.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task RunAsync_GzipWithoutItsLastBytes_IsQuarantined(int missing) =>
        Assert.Equal(BatchStatus.Quarantined, (await IngestRun.OfBytesAsync(Packed("gz", Text)[..^missing])).Report.Status);

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    public async Task RunAsync_FollowedByOtherBytes_IsQuarantined(string form)
    {
        IngestRun run = await IngestRun.OfBytesAsync([.. Packed(form, Text), .. "garbage"u8]);
        Assert.Equal(BatchStatus.Quarantined, run.Report.Status);
        Assert.Contains("drop it anew", Assert.Single(run.Report.Failure!.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ZstdThatBeginsWithASkippableFrame_IsRead()
    {
        IngestRun run = await IngestRun.OfBytesAsync([0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4, .. Packed("zst", Text)]);
        Assert.Equal(Rows, run.Report.Rows.Accepted);
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    public async Task PreviewAsync_BeginningOfACompressedFile_ShowsItsRows(string form)
    {
        byte[] whole = Packed(form, Text);
        BatchPreview preview = await new BatchPreviewer(IngestOptions.Default with { SampleBytes = 1 << 22 }, TimeProvider.System).PreviewAsync(
            new MemoryContent("a.csv." + form, whole.AsMemory(0, whole.Length / 2)), contentIsWhole: false, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Null(preview.Failure);
        Assert.InRange(preview.Rows.Accepted, 1, Rows - 1);
    }

    private static byte[] Packed(string form, ReadOnlySpan<byte> text)
    {
        if (form == "zst")
        {
            using var compressor = new ZstdSharp.Compressor();
            return compressor.Wrap(text).ToArray();
        }
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(text);
        return packed.ToArray();
    }
}
