using System.Text;
using DuckDB.NET.Data;
using ServerlessSeg.Core.Ingestion.Parquet;

namespace ServerlessSeg.Core.Tests.Ingestion.Parquet;

public sealed class ParquetTransactionReaderTests : IDisposable
{
    private const string Table = """
        SELECT i::INTEGER AS i32, i AS i64, (i % 200)::UTINYINT AS u8, (18446744073709551615 - i)::UBIGINT AS u64,
            CASE WHEN i % 3 = 0 THEN NULL ELSE 'Zoë ' || (i % 7) END AS low, 'order-' || i AS high, CASE WHEN i % 5 = 0 THEN NULL ELSE i END AS sparse,
            ((i - 500) / 100)::DECIMAL(9,2) AS d9, ((i - 500) / 1000)::DECIMAL(18,3) AS d18, ((i - 500) / 100000)::DECIMAL(38,5) AS d38,
            (i - 500) / 8 AS dbl, ((i - 500) / 10)::FLOAT AS flt,
            TIMESTAMP '1969-12-31 23:59:00' + INTERVAL (i) SECOND AS ts, TIMESTAMPTZ '2020-01-01 10:00:00+00' + INTERVAL (i) SECOND AS tstz,
            (TIMESTAMP '2020-01-01 10:00:00' + INTERVAL (i) SECOND)::TIMESTAMP_NS AS tsns, (TIMESTAMP '2020-01-01 10:00:00' + INTERVAL (i) SECOND)::TIMESTAMP_MS AS tsms,
            DATE '2020-01-01' + i::INTEGER AS dt, i % 2 = 0 AS b, [i, i] AS list, {'a': i} AS struct, NULL::VARCHAR AS nothing, i AS "dot.name"
        FROM range(0, 1000) r(i)
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parquet");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("V1", "zstd")]
    [InlineData("V1", "snappy")]
    [InlineData("V1", "gzip")]
    [InlineData("V1", "lz4_raw")]
    [InlineData("V1", "uncompressed")]
    [InlineData("V2", "zstd")]
    [InlineData("V2", "snappy")]
    [InlineData("V2", "gzip")]
    [InlineData("V2", "lz4_raw")]
    public async Task ReadGroupAsync_GivesWhatDuckDbWrote(string version, string codec)
    {
        string path = Path.Combine(_folder.FullName, "t.parquet");
        string[] expected = Write($"COPY ({Table}) TO '{path}' (FORMAT parquet, PARQUET_VERSION {version}, CODEC '{codec}', ROW_GROUP_SIZE 300)", $"""
            SELECT concat_ws('|', i32, i64, u8, u64, coalesce(low, ''), high, coalesce(sparse::VARCHAR, ''), d9, d18, d38,
                CASE WHEN dbl = trunc(dbl) THEN dbl::BIGINT::VARCHAR ELSE dbl::VARCHAR END, CASE WHEN flt = trunc(flt) THEN flt::BIGINT::VARCHAR ELSE flt::VARCHAR END,
                epoch_us(ts), epoch_us(tstz), epoch_us(tsns), epoch_us(tsms), dt, b, '', "dot.name") FROM '{path}' ORDER BY i64
            """);

        await using FileStream stream = File.OpenRead(path);
        await using ParquetTransactionReader reader = await ParquetTransactionReader.OpenAsync(stream, TestContext.Current.CancellationToken);
        Assert.Equal(1_000, reader.Rows);
        Assert.Equal(["list", "struct"], reader.Columns.Where(column => column.Kind == ParquetColumnKind.Unsupported).Select(column => column.Name));
        int[] wanted = [.. Enumerable.Range(0, reader.Columns.Count).Where(i => reader.Columns[i].Kind != ParquetColumnKind.Unsupported)];
        var actual = new List<string>();
        for (int group = 0; group < reader.GroupCount; group++)
        {
            IReadOnlyList<ParquetColumnChunk> chunks = await reader.ReadGroupAsync(group, wanted, TestContext.Current.CancellationToken);
            for (int row = 0; row < reader.GroupRows(group); row++)
                actual.Add(string.Join('|', chunks.Select(chunk => chunk.TryMicros(row, out long micros) && chunk.Column.Kind == ParquetColumnKind.Timestamp ? $"{micros}" : Encoding.UTF8.GetString(chunk.Text(row)))));
            foreach (ParquetColumnChunk chunk in chunks)
                chunk.Dispose();
        }
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("0.00005::DOUBLE", 0L)]
    [InlineData("0.00015::DOUBLE", 2L)]
    [InlineData("-0.00015::DOUBLE", -2L)]
    [InlineData("1.1::FLOAT", 11_000L)]
    [InlineData("12.5::DECIMAL(4,1)", 125_000L)]
    [InlineData("1e-300::DOUBLE", 0L)]
    [InlineData("100000000000.0000::DECIMAL(18,4)", 1_000_000_000_000_000L)]
    [InlineData("100000000000000.0::DECIMAL(38,1)", null)]
    [InlineData("0.00025::DECIMAL(38,5)", 2L)]
    [InlineData("0.000250000000000000000000000001::DECIMAL(38,30)", 3L)]
    [InlineData("1e30::DOUBLE", null)]
    [InlineData("'NaN'::DOUBLE", null)]
    [InlineData("-7::TINYINT", -70_000L)]
    [InlineData("18446744073709551615::UBIGINT", null)]
    [InlineData("'7'", null)]
    [InlineData("NULL::DOUBLE", null)]
    public async Task TryMoney_RoundsHalvesToEven(string value, long? expected)
    {
        string path = Path.Combine(_folder.FullName, "m.parquet");
        Write($"COPY (SELECT {value} AS v) TO '{path}' (FORMAT parquet)", "SELECT 1");
        await using FileStream stream = File.OpenRead(path);
        await using ParquetTransactionReader reader = await ParquetTransactionReader.OpenAsync(stream, TestContext.Current.CancellationToken);
        using ParquetColumnChunk chunk = Assert.Single(await reader.ReadGroupAsync(0, [0], TestContext.Current.CancellationToken));
        Assert.Equal(expected, chunk.TryMoney(0, out long money) ? money : null);
    }

    [Fact]
    public async Task OpenAsync_OfDamagedFile_ThrowsOneKindOfException()
    {
        string path = Path.Combine(_folder.FullName, "d.parquet");
        Write($"COPY (SELECT * EXCLUDE (list, struct) FROM ({Table}) LIMIT 200) TO '{path}' (FORMAT parquet, PARQUET_VERSION V2, CODEC 'snappy')", "SELECT 1");
        byte[] whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var random = new Random(8);
        int refused = 0;
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. whole];
            for (int change = 0; change < 4; change++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            using var stream = new MemoryStream(random.Next(4) == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
            try
            {
                await using ParquetTransactionReader reader = await ParquetTransactionReader.OpenAsync(stream, TestContext.Current.CancellationToken);
                int[] all = [.. Enumerable.Range(0, reader.Columns.Count)];
                for (int group = 0; group < reader.GroupCount; group++)
                {
                    foreach (ParquetColumnChunk chunk in await reader.ReadGroupAsync(group, all, TestContext.Current.CancellationToken))
                    {
                        for (int row = 0; row < chunk.Rows; row++)
                            _ = chunk.Text(row).Length + (chunk.TryMoney(row, out _) ? 1 : 0);
                        chunk.Dispose();
                    }
                }
            }
            catch (ParquetFormatException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 50, 300);
    }

    private static string[] Write(string copy, string query)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = copy;
        command.ExecuteNonQuery();
        command.CommandText = query;
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(reader.GetValue(0).ToString()!);
        return [.. rows];
    }
}
