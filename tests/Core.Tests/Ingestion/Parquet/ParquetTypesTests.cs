using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using ParquetSharp;
using ParquetSharp.Schema;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Parquet;

/// <summary>Every type that a writer may give the mapped columns, from the file to the accepted row.</summary>
public sealed class ParquetTypesTests
{
    private const long NewYearMicros = 1_735_689_600_000_000;

    [Theory]
    [InlineData("DATE '2025-01-01'", NewYearMicros)]
    [InlineData("TIMESTAMP '2025-01-01 12:30:00.123456'", NewYearMicros + 45_000_123_456)]
    [InlineData("TIMESTAMP_MS '2025-01-01 12:30:00.123'", NewYearMicros + 45_000_123_000)]
    [InlineData("TIMESTAMP_NS '2025-01-01 12:30:00.123456789'", NewYearMicros + 45_000_123_456)]
    [InlineData("TIMESTAMP_S '2025-01-01 12:30:00'", NewYearMicros + 45_000_000_000)]
    [InlineData("TIMESTAMPTZ '2025-01-01 12:30:00+02:00'", NewYearMicros + 37_800_000_000)]
    [InlineData("'2025-01-01'", NewYearMicros)]
    [InlineData("1735689600", NewYearMicros)]
    [InlineData("1735689600000", NewYearMicros)]
    public async Task Date_OfEveryType_IsTheSameInstant(string value, long micros) =>
        Assert.Equal(micros, (await RowAsync($"SELECT 'c' AS customer, {value} AS date, 1 AS amount")).Micros);

    [Theory]
    [InlineData("DATE '2025-01-01'", NewYearMicros - 3_600_000_000)]
    [InlineData("TIMESTAMP '2025-01-01 12:00:00'", NewYearMicros + 39_600_000_000)]
    [InlineData("TIMESTAMPTZ '2025-01-01 12:00:00+00:00'", NewYearMicros + 43_200_000_000)]
    public async Task Date_WithoutUtc_IsTakenInTheZoneOfTheMapping(string value, long micros) =>
        Assert.Equal(micros, (await RowAsync($"SELECT 'c' AS customer, {value} AS date, 1 AS amount", """{"timeZone":"Europe/Berlin"}""")).Micros);

    [Theory]
    [InlineData("12.3456::DECIMAL(9,4)", 123_456)]
    [InlineData("12.3456::DECIMAL(18,4)", 123_456)]
    [InlineData("12.3456::DECIMAL(38,4)", 123_456)]
    [InlineData("-12.34::DECIMAL(38,10)", -123_400)]
    [InlineData("0.00025::DECIMAL(9,5)", 2)]
    [InlineData("0.00035::DECIMAL(18,5)", 4)]
    [InlineData("1.005::DOUBLE", 10_050)]
    [InlineData("1.005::FLOAT", 10_050)]
    [InlineData("0.00005::DOUBLE", 0)]
    [InlineData("7::TINYINT", 70_000)]
    [InlineData("7::USMALLINT", 70_000)]
    [InlineData("7::BIGINT", 70_000)]
    [InlineData("7::UBIGINT", 70_000)]
    [InlineData("7::HUGEINT", 70_000)]
    [InlineData("'1,234.50'", 12_345_000)]
    public async Task Amount_OfEveryType_IsExactOrRoundedHalfToEven(string value, long tenThousandths) =>
        Assert.Equal(tenThousandths, (await RowAsync($"SELECT 'c' AS customer, DATE '2025-01-01' AS date, {value} AS amount")).Amount);

    [Theory]
    [InlineData("17850::INTEGER", "17850")]
    [InlineData("17850::UBIGINT", "17850")]
    [InlineData("17850::DOUBLE", "17850")]
    [InlineData("'00017'", "00017")]
    [InlineData("'6ba7b810-9dad-11d1-80b4-00c04fd430c8'::UUID", "6ba7b810-9dad-11d1-80b4-00c04fd430c8")]
    public async Task Customer_OfEveryType_IsKeptAsText(string value, string customer) =>
        Assert.Equal(customer, (await RowAsync($"SELECT {value} AS customer, DATE '2025-01-01' AS date, 1 AS amount, [1, 2] AS list, {{'a': 1}} AS nested")).Customer);

    [Theory]
    [InlineData("NULL::VARCHAR", "DATE '2025-01-01'", "1", "no_customer")]
    [InlineData("'c'", "NULL::DATE", "1", "bad_date")]
    [InlineData("'c'", "DATE '2025-01-01'", "NULL::DOUBLE", "bad_amount")]
    [InlineData("'c'", "DATE '2025-01-01'", "'NaN'::DOUBLE", "bad_amount")]
    [InlineData("'c'", "DATE '2025-01-01'", "'Infinity'::DOUBLE", "bad_amount")]
    [InlineData("'c'", "DATE '2025-01-01'", "1e20::DOUBLE", "amount_overflow")]
    [InlineData("'c'", "DATE '1900-01-01'", "1", "date_before_floor")]
    [InlineData("'c'", "DATE '2999-01-01'", "1", "date_in_future")]
    public async Task Null_OrImpossibleValue_IsAReject(string customer, string date, string amount, string code)
    {
        IngestRun run = await OfQueryAsync($"SELECT {customer} AS customer, {date} AS date, {amount} AS amount");
        Assert.Equal((code, 1L), (Assert.Single(run.Report.RejectsByReason).Key, run.Report.Rows.Rejected));
    }

    [Theory]
    [InlineData(PhysicalType.Int32, -1)]
    [InlineData(PhysicalType.Int64, -1)]
    [InlineData(PhysicalType.FixedLenByteArray, 9)]
    [InlineData(PhysicalType.ByteArray, -1)]
    public async Task Decimal_OfEveryStorage_GivesTheSameMoney(PhysicalType storage, int length)
    {
        using LogicalType money = LogicalType.Decimal(9, 2);
        using LogicalType text = LogicalType.String();
        using LogicalType days = LogicalType.Date();
        using var schema = new GroupNode("schema", Repetition.Required,
        [
            new PrimitiveNode("customer", Repetition.Required, text, PhysicalType.ByteArray),
            new PrimitiveNode("date", Repetition.Required, days, PhysicalType.Int32),
            new PrimitiveNode("amount", Repetition.Required, money, storage, length),
        ]);
        using var stream = new MemoryStream();
        using (WriterProperties properties = new WriterPropertiesBuilder().Build())
        using (var file = new ParquetFileWriter(new ParquetSharp.IO.ManagedOutputStream(stream, leaveOpen: true), schema, properties))
        {
            using RowGroupWriter group = file.AppendRowGroup();
            using (ColumnWriter writer = group.NextColumn())
                WriteBytes(writer, [(byte)'c']);
            using (var writer = (ColumnWriter<int>)group.NextColumn())
                writer.WriteBatch([20_089]);
            WriteAmount(group, storage, length, -1_234_567);
            file.Close();
        }
        IngestRun run = await IngestRun.OfBytesAsync(stream.ToArray());
        Assert.Equal((NewYearMicros, -123_456_700L), (Assert.Single(run.Rows).Micros, run.Rows[0].Amount));
    }

    private static void WriteAmount(RowGroupWriter group, PhysicalType storage, int length, int unscaled)
    {
        byte[] bytes = new byte[length > 0 ? length : 4];
        Array.Fill(bytes, (byte)0xFF);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(bytes.Length - 4), unscaled);
        using ColumnWriter column = group.NextColumn();
        switch (storage)
        {
            case PhysicalType.Int32:
                ((ColumnWriter<int>)column).WriteBatch([unscaled]);
                break;
            case PhysicalType.Int64:
                ((ColumnWriter<long>)column).WriteBatch([unscaled]);
                break;
            default:
                WriteBytes(column, bytes);
                break;
        }
    }

    private static void WriteBytes(ColumnWriter column, byte[] bytes)
    {
        GCHandle pinned = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        if (column is ColumnWriter<ByteArray> texts)
            texts.WriteBatch([new ByteArray(pinned.AddrOfPinnedObject(), bytes.Length)]);
        else
            ((ColumnWriter<FixedLenByteArray>)column).WriteBatch([new FixedLenByteArray(pinned.AddrOfPinnedObject())]);
        pinned.Free();
    }

    private static async Task<TakenRow> RowAsync(string query, string? mapping = null) => Assert.Single((await OfQueryAsync(query, mapping)).Rows);

    private static async Task<IngestRun> OfQueryAsync(string query, string? mapping = null)
    {
        string path = Path.Combine(Path.GetTempPath(), $"types-{Guid.NewGuid():N}.parquet");
        await using (var connection = new DuckDBConnection("DataSource=:memory:"))
        {
            connection.Open();
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = $"COPY ({query}) TO '{path}' (FORMAT parquet)";
            command.ExecuteNonQuery();
        }
        try
        {
            return await IngestRun.OfAsync(new FileContent(path), mapping);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
