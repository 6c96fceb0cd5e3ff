using Parquet;
using Parquet.Schema;
using ParquetSharp;
using ServerlessSeg.Core.Ingestion.Parquet;
using Encoding = System.Text.Encoding;

namespace ServerlessSeg.Core.Tests.Ingestion.Parquet;

public sealed class ParquetOfOtherWritersTests
{
    private static readonly DateTime Noon = new(2020, 2, 29, 12, 0, 0, DateTimeKind.Utc);
    private static readonly long[] NineOClock = [32_400_000_000];
    private static readonly long NoonMicros = (Noon - DateTime.UnixEpoch).Ticks / 10;

    [Theory]
    [InlineData(Compression.Snappy)]
    [InlineData(Compression.Gzip)]
    [InlineData(Compression.Zstd)]
    [InlineData(Compression.Lz4)]
    public async Task ReadGroupAsync_GivesWhatArrowWrote(Compression compression)
    {
        string?[] texts = [.. Enumerable.Range(0, 5_000).Select(i => i % 4 == 0 ? null : $"P{i % 11}")];
        decimal[] decimals = [.. Enumerable.Range(0, 5_000).Select(i => (i - 2_500) / 100m)];
        DateTime?[] times = [.. Enumerable.Range(0, 5_000).Select(i => i % 3 == 0 ? (DateTime?)null : Noon.AddSeconds(i))];
        int[] numbers = [.. Enumerable.Range(0, 5_000)];
        using var stream = new MemoryStream();
        ParquetSharp.Column[] columns =
        [
            new ParquetSharp.Column<string?>("text"),
            new ParquetSharp.Column<decimal>("money", LogicalType.Decimal(29, 2)),
            new ParquetSharp.Column<DateTime?>("time", LogicalType.Timestamp(true, TimeUnit.Micros)),
            new ParquetSharp.Column<int>("number"),
        ];
        using (WriterProperties properties = new WriterPropertiesBuilder().Compression(compression).DataPagesize(4_096).Build())
        using (var file = new ParquetFileWriter(new ParquetSharp.IO.ManagedOutputStream(stream, leaveOpen: true), columns, properties))
        {
            using RowGroupWriter group = file.AppendRowGroup();
            using (LogicalColumnWriter<string?> writer = group.NextColumn().LogicalWriter<string?>())
                writer.WriteBatch(texts);
            using (LogicalColumnWriter<decimal> writer = group.NextColumn().LogicalWriter<decimal>())
                writer.WriteBatch(decimals);
            using (LogicalColumnWriter<DateTime?> writer = group.NextColumn().LogicalWriter<DateTime?>())
                writer.WriteBatch(times);
            using (LogicalColumnWriter<int> writer = group.NextColumn().LogicalWriter<int>())
                writer.WriteBatch(numbers);
            file.Close();
        }

        await using ParquetTransactionReader reader = await ParquetTransactionReader.OpenAsync(stream, TestContext.Current.CancellationToken);
        IReadOnlyList<ParquetColumnChunk> chunks = await reader.ReadGroupAsync(0, [0, 1, 2, 3], TestContext.Current.CancellationToken);
        for (int row = 0; row < texts.Length; row++)
        {
            Assert.Equal(texts[row] is null, chunks[0].IsNull(row));
            Assert.Equal(texts[row] ?? "", Encoding.UTF8.GetString(chunks[0].Text(row)));
            Assert.Equal((long)(decimals[row] * 10_000), Money(chunks[1], row));
            Assert.Equal((times[row] - DateTime.UnixEpoch)?.Ticks / 10, Micros(chunks[2], row));
            Assert.True(chunks[3].TryInt64(row, out long number));
            Assert.Equal(numbers[row], number);
        }
        Assert.True(reader.Columns[2].IsUtc);
        foreach (ParquetColumnChunk chunk in chunks)
            chunk.Dispose();
    }

    [Fact]
    public async Task ReadGroupAsync_ReadsInt96()
    {
        var field = new DateTimeDataField("time", DateTimeFormat.Impala, isNullable: true);
        using var stream = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), stream, cancellationToken: TestContext.Current.CancellationToken))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync<DateTime>(field, new DateTime?[] { Noon, null, DateTime.UnixEpoch.AddDays(-1) }, cancellationToken: TestContext.Current.CancellationToken);
        }
        await using ParquetTransactionReader reader = await ParquetTransactionReader.OpenAsync(stream, TestContext.Current.CancellationToken);
        using ParquetColumnChunk chunk = Assert.Single(await reader.ReadGroupAsync(0, [0], TestContext.Current.CancellationToken));
        Assert.Equal(NoonMicros, Micros(chunk, 0));
        Assert.True(chunk.IsNull(1));
        Assert.Equal(-86_400_000_000, Micros(chunk, 2));
        Assert.Equal("2020-02-29T12:00:00Z", Encoding.UTF8.GetString(chunk.Text(0)));
    }

    [Fact]
    public async Task ReadGroupAsync_OfUnsupportedColumn_SaysWhy()
    {
        var field = new TimeDataField("clock", TimeUnitPrecision.Micros, isNullable: false);
        using var stream = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), stream, cancellationToken: TestContext.Current.CancellationToken))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync<long>(field, NineOClock, cancellationToken: TestContext.Current.CancellationToken);
        }
        await using ParquetTransactionReader reader = await ParquetTransactionReader.OpenAsync(stream, TestContext.Current.CancellationToken);
        Assert.Equal("Column 'clock' cannot be used because it is a time of day without a date.", Assert.Single(reader.Columns).Reason);
        await Assert.ThrowsAsync<ParquetFormatException>(() => reader.ReadGroupAsync(0, [0], TestContext.Current.CancellationToken));
    }

    private static long? Money(ParquetColumnChunk chunk, int row) => chunk.TryMoney(row, out long money) ? money : null;

    private static long? Micros(ParquetColumnChunk chunk, int row) => chunk.TryMicros(row, out long micros) ? micros : null;
}
