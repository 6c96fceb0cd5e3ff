using ParquetSharp;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Parquet;

public sealed class ParquetLayoutTests
{
    [Fact]
    public async Task RunAsync_AColumnOfNoRoleCannotBeRead_IsLeftOut()
    {
        BatchReport report = (await IngestRun.OfBytesAsync(FileWith("weight"), name: "orders.parquet")).Report;

        Assert.Equal(BatchStatus.Ready, report.Status);
        Assert.Equal((2L, 12.5m), (report.Rows.Accepted, report.Money.Accepted));
        Assert.Contains("'weight'", Assert.Single(report.Mapping!.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("country", null)]
    [InlineData("weight", """{"attributes":["Weight"]}""")]
    [InlineData("weight", """{"columns":{"product":"weight"}}""")]
    [InlineData("weight", """{"columns":{"product":4}}""")]
    public async Task RunAsync_AColumnThatIsWantedCannotBeRead_TheFileIsRefused(string name, string? mapping)
    {
        BatchReport report = (await IngestRun.OfBytesAsync(FileWith(name), mapping, name: "orders.parquet")).Report;

        Assert.Equal(BatchStatus.Quarantined, report.Status);
        Assert.Contains($"'{name}'", Assert.Single(report.Failure!.Problems), StringComparison.Ordinal);
    }

    // BYTE_STREAM_SPLIT of numbers of a fixed length, which is not read.
    private static byte[] FileWith(string name)
    {
        using var stream = new MemoryStream();
        Column[] columns =
        [
            new Column<string>("customer_id"),
            new Column<DateTime>("date", LogicalType.Timestamp(true, TimeUnit.Micros)),
            new Column<double>("amount"),
            new Column<decimal>(name, LogicalType.Decimal(29, 2)),
        ];
        using (WriterProperties properties = new WriterPropertiesBuilder().DisableDictionary(name).Encoding(name, Encoding.ByteStreamSplit).Build())
        using (var file = new ParquetFileWriter(new ParquetSharp.IO.ManagedOutputStream(stream, leaveOpen: true), columns, properties))
        {
            using RowGroupWriter group = file.AppendRowGroup();
            using (LogicalColumnWriter<string> writer = group.NextColumn().LogicalWriter<string>())
                writer.WriteBatch(["C1", "C2"]);
            using (LogicalColumnWriter<DateTime> writer = group.NextColumn().LogicalWriter<DateTime>())
                writer.WriteBatch([new DateTime(2025, 1, 2), new DateTime(2025, 1, 3)]);
            using (LogicalColumnWriter<double> writer = group.NextColumn().LogicalWriter<double>())
                writer.WriteBatch([5, 7.5]);
            using (LogicalColumnWriter<decimal> writer = group.NextColumn().LogicalWriter<decimal>())
                writer.WriteBatch([1, 2]);
            file.Close();
        }
        return stream.ToArray();
    }
}
