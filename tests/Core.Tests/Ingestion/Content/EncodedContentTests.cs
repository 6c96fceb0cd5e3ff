using System.IO.Compression;
using System.Text;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Content;

public sealed class EncodedContentTests
{
    private const string Text = "customer;date;amount;product\nJosé;2025-01-01;1,50;crème brûlée\nZoë;2025-01-02;2,25;gâteau\n";
    private const string Chinese = "会员号,下单时间,金额,商品名称\n张三,2025-01-01,1.50,苹果手机\n李四,2025-01-02,2.25,数据线\n";

    static EncodedContentTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static TheoryData<string, string, string> Cases => new()
    {
        { "utf-8", "utf-8", Text },
        { "utf-16", "utf-16le", Text },
        { "utf-16BE", "utf-16be", Text },
        { "windows-1252", "windows-1252", Text },
        { "iso-8859-1", "windows-1252", Text },
        { "utf-8", "utf-8", Chinese },
        { "gb2312", "gbk", Chinese },
        { "utf-16", "utf-16le", Chinese },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task RunAsync_Encodings_AreRecognised(string encoding, string name, string text)
    {
        IngestRun plain = await IngestRun.OfTextAsync(text);
        IngestRun run = await IngestRun.OfBytesAsync(Encoding.GetEncoding(encoding).GetBytes(text));
        Assert.Equal(name, run.Report.Mapping?.Encoding);
        Assert.Equal(3.75m, run.Report.Money.Accepted);
        Assert.Equal(plain.Rows, run.Rows);
    }

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("utf-16", "utf-16le")]
    [InlineData("utf-16BE", "utf-16be")]
    public async Task RunAsync_WithMark_LosesTheMark(string encoding, string name)
    {
        var with = Encoding.GetEncoding(encoding);
        IngestRun run = await IngestRun.OfBytesAsync([.. with.GetPreamble(), .. with.GetBytes(Text)]);
        Assert.Equal(("customer", name, 2L), (run.Report.Mapping!.Columns[0].Name, run.Report.Mapping.Encoding, run.Report.Rows.Accepted));
    }

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("utf-16", "utf-16le")]
    [InlineData("utf-16BE", "utf-16be")]
    [InlineData("iso-8859-1", "latin-1")]
    [InlineData("windows-1252", "windows-1252")]
    public async Task RunAsync_DeclaredEncoding_IsFollowed(string encoding, string declared)
    {
        IngestRun run = await IngestRun.OfBytesAsync(Encoding.GetEncoding(encoding).GetBytes(Text), $$"""{"encoding":"{{declared}}"}""");
        Assert.Equal(["José", "Zoë"], run.Rows.Select(static row => row.Customer));
    }

    [Fact]
    public async Task RunAsync_OneBrokenCharacterAmongMany_LeavesTheTextUtf8()
    {
        byte[] good = Encoding.UTF8.GetBytes(Text + string.Concat(Enumerable.Repeat("Zoë;2025-01-02;2,25;gâteau\n", 20)));
        IngestRun run = await IngestRun.OfBytesAsync([.. good, .. "x;2025-01-02;1,00;caf"u8, 0xE9, .. "\n"u8]);
        Assert.Equal(("utf-8", 22L), (run.Report.Mapping!.Encoding, run.Report.Rows.Accepted));
        Assert.Equal("bad_encoding", Assert.Single(run.Report.RejectsByReason).Key);
    }

    [Fact]
    public async Task RunAsync_DeclaredEncoding_WinsOverTheGuess()
    {
        IngestRun run = await IngestRun.OfBytesAsync(Encoding.GetEncoding("gb2312").GetBytes("customer,date,amount\n爸,2025-01-01,1\n"), """{"encoding":"gbk"}""");
        Assert.Equal("爸", Assert.Single(run.Rows).Customer);
    }

    [Fact]
    public async Task RunAsync_BytesThatAreNoText_AreRefusedInMappedTextsOnly()
    {
        byte[] good = Encoding.UTF8.GetBytes("customer,date,amount,note\n" + string.Concat(Enumerable.Repeat("é,2025-01-01,1,x\n", 20_000)));
        byte[] bad = [.. good, (byte)'c', 0xFF, .. ",2025-01-01,1,x\nd,2025-01-01,1,"u8, 0xFF, .. "\n"u8];
        IngestRun run = await IngestRun.OfBytesAsync(bad);
        Assert.Equal(new RowCounts(20_002, 20_001, 1), run.Report.Rows);
        Assert.Equal("20002,1,bad_encoding,c\uFFFD,the text is not valid in the file's encoding", Assert.Single(run.RejectLines));
    }

    [Fact]
    public async Task RunAsync_Compressed_GivesTheSameRows()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Text);
        IngestRun plain = await IngestRun.OfBytesAsync(bytes);
        using var gzip = new MemoryStream();
        using (var writer = new GZipStream(gzip, CompressionMode.Compress))
            writer.Write(bytes);
        using var compressor = new ZstdSharp.Compressor();

        IngestRun unzipped = await IngestRun.OfBytesAsync(gzip.ToArray());
        IngestRun unzstd = await IngestRun.OfBytesAsync(compressor.Wrap(bytes).ToArray());
        Assert.Equal(plain.Rows, unzipped.Rows);
        Assert.Equal(plain.Rows, unzstd.Rows);
        Assert.Equal(("csv.gz", "csv.zst"), (unzipped.Report.Mapping?.Format, unzstd.Report.Mapping?.Format));
    }

    [Fact]
    public async Task RunAsync_DamagedCompression_IsQuarantined()
    {
        using var gzip = new MemoryStream();
        using (var writer = new GZipStream(gzip, CompressionMode.Compress))
            writer.Write(Encoding.UTF8.GetBytes("customer,date,amount\n" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"c{i},2025-01-01,{i * 7919 % 1000}\n"))));
        byte[] damaged = gzip.ToArray();
        damaged.AsSpan(damaged.Length / 2, 200).Fill(0xAA);
        IngestRun run = await IngestRun.OfBytesAsync(damaged);
        Assert.Equal(BatchStatus.Quarantined, run.Report.Status);
        Assert.Contains("damaged", Assert.Single(run.Report.Failure!.Problems), StringComparison.Ordinal);
    }
}
