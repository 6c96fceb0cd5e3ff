using DuckDB.NET.Data;
using ParquetSharp;
using ServerlessSeg.Core.Ledger;
using Encoding = System.Text.Encoding;

namespace ServerlessSeg.Benchmarks.Fuzz;

/// <summary>Small exports as Parquet by several writers: every codec, every type that a mapped column may have, and types that none may.</summary>
internal static class ParquetFiles
{
    private static readonly Lazy<IReadOnlyList<byte[]>> Written = new(Write);

    private static readonly string[] Dates =
        ["t", "t::TIMESTAMP_S", "t::TIMESTAMP_MS", "t::TIMESTAMP_NS", "t::TIMESTAMPTZ", "t::DATE", "strftime(t, '%d.%m.%Y')", "epoch(t)::BIGINT", "epoch(t)::INTEGER"];

    private static readonly string[] Amounts =
        ["m", "m::DECIMAL(4,2)", "m::DECIMAL(9,3)", "m::DECIMAL(38,10)", "m::DOUBLE", "m::FLOAT", "m::INTEGER", "m::VARCHAR", "m::UBIGINT", "CASE WHEN i % 5 = 0 THEN NULL ELSE m END", "m::HUGEINT"];

    private static readonly string[] Customers = ["'c' || i % 7", "i % 7", "(i % 7)::DOUBLE", "(i % 7)::UTINYINT", "uuid()", "NULL::VARCHAR", "CASE WHEN i % 4 = 0 THEN NULL ELSE 'c' || i % 7 END"];

    private static readonly string[] Wrong =
    [
        "SELECT i % 2 = 0 AS customer_id, t AS date, m AS amount FROM rows",
        "SELECT 'a\\xFF'::BLOB AS customer_id, t AS date, m AS amount FROM rows",
        "SELECT {'id': i} AS customer_id, t AS date, m AS amount FROM rows",
        "SELECT i AS customer_id, t::TIME AS date, m AS amount FROM rows",
        "SELECT i AS customer_id, INTERVAL 3 DAY AS date, m AS amount FROM rows",
        "SELECT i AS customer_id, t AS date, 'x' AS amount FROM rows",
        "SELECT i AS customer_id, t AS date, [m] AS amount FROM rows",
        "SELECT i AS customer_id, t AS date, CASE i % 3 WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN 'inf'::DOUBLE ELSE 1e300 END AS amount FROM rows",
        "SELECT i AS customer_id, t AS date, MAP {'a': m} AS amount, {'b': {'c': [i]}} AS more FROM rows",
        "SELECT i AS city, t AS temperature FROM rows",
        "SELECT i AS customer_id, t AS date, m AS amount FROM rows WHERE i < 0",
        "SELECT i AS customer_id, m AS date, t AS amount FROM rows",
    ];

    /// <summary>The files, written once in a process.</summary>
    public static IReadOnlyList<byte[]> All => Written.Value;

    private static List<byte[]> Write()
    {
        string folder = Directory.CreateTempSubdirectory("serverlessseg-fuzz-").FullName;
        try
        {
            List<byte[]> files = [.. OfDuckDb(folder)];
            files.AddRange(new[] { Compression.Uncompressed, Compression.Snappy, Compression.Gzip, Compression.Zstd, Compression.Lz4, Compression.Brotli }.Select(OfArrow));
            files.Add(OfLedger(folder).GetAwaiter().GetResult());
            return files;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<byte[]> OfDuckDb(string folder)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Execute("SET threads = 1");
        Execute("SELECT setseed(0.5)");
        Execute("CREATE TABLE rows AS SELECT i, TIMESTAMP '2025-01-01 10:00:00' + to_hours(i * 7) AS t, ((i * 37) % 100 / 7)::DECIMAL(18,4) AS m FROM range(40) r(i)");
        List<string> queries = [.. Wrong];
        queries.AddRange(Dates.Select(static date => Select("'c' || i % 7", date, "m")));
        queries.AddRange(Amounts.Select(static amount => Select("'c' || i % 7", "t", amount)));
        queries.AddRange(Customers.Select(static customer => Select(customer, "t", "m")));
        string path = Path.Combine(folder, "file.parquet");
        foreach (string query in queries)
        {
            foreach (string version in new[] { "V1", "V2" })
                yield return Copy(query, version, "snappy");
        }
        foreach (string codec in new[] { "uncompressed", "gzip", "zstd", "lz4", "lz4_raw", "brotli" })
            yield return Copy(Select("'c' || i % 7", "t", "m"), "V2", codec);

        byte[] Copy(string query, string version, string codec)
        {
            Execute($"COPY ({query}) TO '{path}' (FORMAT parquet, PARQUET_VERSION {version}, COMPRESSION {codec})");
            return File.ReadAllBytes(path);
        }

        void Execute(string sql)
        {
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    private static string Select(string customer, string date, string amount) =>
        $"SELECT {customer} AS customer_id, 'o' || i // 3 AS order_id, {date} AS date, {amount} AS amount, 'EUR' AS currency, i % 3 AS line_no, CASE WHEN i % 2 = 0 THEN 'p' || i % 5 END AS product, {{'a': i}} AS nested FROM rows";

    private static byte[] OfArrow(Compression codec)
    {
        const int Rows = 30;
        using var stream = new MemoryStream();
        ParquetSharp.Column[] columns =
        [
            new ParquetSharp.Column<string?>("customer_id"),
            new ParquetSharp.Column<DateTimeNanos?>("date", LogicalType.Timestamp(true, TimeUnit.Nanos)),
            new ParquetSharp.Column<decimal>("amount", LogicalType.Decimal(29, 2)),
        ];
        using (WriterProperties properties = new WriterPropertiesBuilder().Compression(codec).DataPagesize(100).Build())
        using (var file = new ParquetFileWriter(new ParquetSharp.IO.ManagedOutputStream(stream, leaveOpen: true), columns, properties))
        {
            for (int part = 0; part < 3; part++)
            {
                using RowGroupWriter group = file.AppendRowGroup();
                using (LogicalColumnWriter<string?> writer = group.NextColumn().LogicalWriter<string?>())
                    writer.WriteBatch([.. Enumerable.Range(0, Rows).Select(static i => i % 6 == 0 ? null : $"c{i % 7}")]);
                using (LogicalColumnWriter<DateTimeNanos?> writer = group.NextColumn().LogicalWriter<DateTimeNanos?>())
                    writer.WriteBatch([.. Enumerable.Range(0, Rows).Select(static i => i % 11 == 0 ? (DateTimeNanos?)null : new DateTimeNanos(1_735_700_000_000_000_000 + (i * 3_600_000_000_001)))]);
                using (LogicalColumnWriter<decimal> writer = group.NextColumn().LogicalWriter<decimal>())
                    writer.WriteBatch([.. Enumerable.Range(0, Rows).Select(static i => (i - 5) / 4m)]);
            }
            file.Close();
        }
        return stream.ToArray();
    }

    private static async Task<byte[]> OfLedger(string folder)
    {
        await using var writer = new LedgerWriter(new FileLedgerStore(folder), "ledger", new LedgerWriterOptions { RowGroupRows = 20 }, ["colour"]);
        LedgerAppender appender = writer.CreateAppender();
        for (int i = 0; i < 60; i++)
        {
            appender.Append(new TransactionRow
            {
                CustomerId = Encoding.UTF8.GetBytes($"c{i % 9}"),
                OccurredAtMicros = 1_700_000_000_000_000 + (i * 3_600_000_000L),
                Amount = i * 12_345,
                Kind = default,
                OrderId = Encoding.UTF8.GetBytes($"o{i / 3}"),
                Line = i % 3,
                Currency = "EUR"u8,
                Product = i % 2 == 0 ? "p"u8 : default,
                Attributes = "red"u8,
            });
        }
        await writer.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
        return await File.ReadAllBytesAsync(Path.Combine(folder, "ledger.parquet")).ConfigureAwait(false);
    }
}
