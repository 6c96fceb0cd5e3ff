using ParquetSharp;
using ServerlessSeg.Core.Ingestion.Parquet;
using Encoding = ParquetSharp.Encoding;

namespace ServerlessSeg.Core.Tests.Ingestion.Parquet.Pages;

public sealed class ColumnPagesTests
{
    private const int Rows = 20_000;

    public static TheoryData<Encoding, Encoding, Encoding, Encoding, ParquetDataPageVersion> Encodings() => new(
        from kinds in new[]
        {
            (Encoding.Plain, Encoding.Plain, Encoding.Plain, Encoding.Plain),
            (Encoding.DeltaLengthByteArray, Encoding.DeltaBinaryPacked, Encoding.ByteStreamSplit, Encoding.Rle),
            (Encoding.DeltaByteArray, Encoding.ByteStreamSplit, Encoding.Plain, Encoding.Plain),
        }
        from version in new[] { ParquetDataPageVersion.V1, ParquetDataPageVersion.V2 }
        select (kinds.Item1, kinds.Item2, kinds.Item3, kinds.Item4, version));

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Read_OfEveryEncoding_GivesWhatWasWritten(Encoding texts, Encoding wholes, Encoding floats, Encoding flags, ParquetDataPageVersion version)
    {
        using WriterProperties properties = new WriterPropertiesBuilder()
            .DisableDictionary().DataPageVersion(version).DataPagesize(8_192).Compression(Compression.Snappy)
            .Encoding("text", texts).Encoding("long", wholes).Encoding("int", wholes).Encoding("double", floats).Encoding("float", floats).Encoding("flag", flags)
            .Build();
        await WriteAndReadAsync(properties);
    }

    [Theory]
    [InlineData(ParquetDataPageVersion.V1, Compression.Uncompressed)]
    [InlineData(ParquetDataPageVersion.V1, Compression.Gzip)]
    [InlineData(ParquetDataPageVersion.V2, Compression.Gzip)]
    [InlineData(ParquetDataPageVersion.V2, Compression.Zstd)]
    [InlineData(ParquetDataPageVersion.V1, Compression.Brotli)]
    public async Task Read_OfADictionaryThatGivesWayToPlainPages_GivesWhatWasWritten(ParquetDataPageVersion version, Compression compression)
    {
        using WriterProperties properties = new WriterPropertiesBuilder()
            .EnableDictionary().DictionaryPagesizeLimit(4_096).DataPageVersion(version).DataPagesize(4_096).Compression(compression)
            .Build();
        await WriteAndReadAsync(properties);
    }

    private static async Task WriteAndReadAsync(WriterProperties properties)
    {
        string?[] texts = Column(i => "éa customer " + i / 3, i => i % 7 != 0);
        long?[] longs = Column<long>(i => (i % 2 == 0 ? long.MinValue : long.MaxValue) + i, i => i % 5 != 0);
        int[] ints = [.. Enumerable.Range(0, Rows).Select(i => i % 2 == 0 ? int.MinValue + i : int.MaxValue - i)];
        double?[] doubles = Column(i => i / 4.0, i => i % 3 != 0);
        float?[] floats = Column(i => i / 2f, i => i % 4 != 0);
        bool?[] flags = Column(i => i % 16 < 5, i => i % 11 != 0);
        using var stream = new MemoryStream();
        ParquetSharp.Column[] columns =
        [
            new Column<string?>("text"), new Column<long?>("long"), new Column<int>("int"), new Column<double?>("double"), new Column<float?>("float"), new Column<bool?>("flag"),
        ];
        using (var file = new ParquetFileWriter(new ParquetSharp.IO.ManagedOutputStream(stream, leaveOpen: true), columns, properties))
        {
            using RowGroupWriter group = file.AppendRowGroup();
            Write(group, texts);
            Write(group, longs);
            Write(group, ints);
            Write(group, doubles);
            Write(group, floats);
            Write(group, flags);
            file.Close();
        }

        await using ParquetTransactionReader reader = await ParquetTransactionReader.OpenAsync(stream, TestContext.Current.CancellationToken);
        IReadOnlyList<ParquetColumnChunk> chunks = await reader.ReadGroupAsync(0, [0, 1, 2, 3, 4, 5], TestContext.Current.CancellationToken);
        for (int row = 0; row < Rows; row++)
        {
            Assert.Equal(texts[row] ?? "", Text(chunks[0], row));
            Assert.Equal(longs[row], chunks[1].TryInt64(row, out long whole) ? whole : null);
            Assert.True(chunks[2].TryInt64(row, out long small) && small == ints[row]);
            Assert.Equal(doubles[row] * 10_000, chunks[3].TryMoney(row, out long money) ? (double)money : null);
            Assert.Equal(floats[row] * 10_000, chunks[4].TryMoney(row, out money) ? (float)money : null);
            Assert.Equal(flags[row] is { } flag ? flag ? "true" : "false" : "", Text(chunks[5], row));
        }
        foreach (ParquetColumnChunk chunk in chunks)
            chunk.Dispose();
    }

    private static string Text(ParquetColumnChunk chunk, int row) => System.Text.Encoding.UTF8.GetString(chunk.Text(row));

    private static T?[] Column<T>(Func<int, T> value, Func<int, bool> isThere)
        where T : struct => [.. Enumerable.Range(0, Rows).Select(i => isThere(i) ? value(i) : (T?)null)];

    private static string?[] Column(Func<int, string> value, Func<int, bool> isThere) => [.. Enumerable.Range(0, Rows).Select(i => isThere(i) ? value(i) : null)];

    private static void Write<T>(RowGroupWriter group, T[] values)
    {
        using LogicalColumnWriter<T> writer = group.NextColumn().LogicalWriter<T>();
        writer.WriteBatch(values);
    }
}
