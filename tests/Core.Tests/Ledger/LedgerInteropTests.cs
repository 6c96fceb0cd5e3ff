using System.Globalization;
using DuckDB.NET.Data;
using Parquet;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Ledger;

/// <summary>The ledger is plain Parquet: other readers see the same rows with the right types.</summary>
public sealed class LedgerInteropTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task DuckDb_ReadsTheTypesOfTheLedger()
    {
        await WriteAsync(SampleRow.Make(2, 100, 10));
        Assert.Equal(
            [
                "customer_key UBIGINT", "customer_id VARCHAR", "order_id VARCHAR", "line INTEGER", "occurred_at TIMESTAMP WITH TIME ZONE", "kind VARCHAR",
                "amount DECIMAL(18,4)", "currency VARCHAR", "channel VARCHAR", "product VARCHAR", "country VARCHAR", "colour VARCHAR", "note VARCHAR",
            ],
            Query("SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT * FROM '{0}')"));
    }

    [Theory]
    [InlineData(1, 1, 0.5)]
    [InlineData(3_000, 200, 1.0)]
    [InlineData(3_000, 200, 0.0)]
    [InlineData(20_000, 20_000, 0.7)]
    public async Task DuckDb_ReadsTheRowsOfTheLedger(int count, int customers, double orderShare)
    {
        SampleRow[] rows = SampleRow.Make(count, count, customers, orderShare);
        await WriteAsync(rows);
        IEnumerable<string> expected = rows.Select(row =>
        {
            string[] attributes = [.. row.Attributes.Split('\u001F'), ""];
            return string.Join('|',
                CustomerKey.Of(row.Customer), row.Customer, row.Order, row.Line < 0 ? "" : row.Line, row.Micros,
                row.Kind.ToString().ToLowerInvariant(), row.Amount, row.Currency, row.Channel, row.Product, row.Country, attributes[0], attributes[1]);
        });
        Assert.Equal(expected.Order(StringComparer.Ordinal), Query("""
            SELECT concat_ws('|', customer_key, customer_id, coalesce(order_id, ''), coalesce(line::VARCHAR, ''), epoch_us(occurred_at), kind,
                (amount * 10000)::BIGINT, coalesce(currency, ''), coalesce(channel, ''), coalesce(product, ''), coalesce(country, ''), coalesce(colour, ''), coalesce(note, ''))
            FROM '{0}'
            """).Order(StringComparer.Ordinal));
        Assert.Equal(["0"], Query("SELECT count(*) FROM (SELECT customer_key < lag(customer_key) OVER (ORDER BY file_row_number) AS falls FROM read_parquet('{0}', file_row_number = true)) WHERE falls"));
    }

    [Fact]
    public async Task DuckDb_SkipsRowGroupsByKey()
    {
        await WriteAsync(SampleRow.Make(2, 3_000, 100));
        string[] ranges = Query("SELECT stats_min_value || ' ' || stats_max_value FROM parquet_metadata('{0}') WHERE path_in_schema = 'customer_key' ORDER BY row_group_id");
        Assert.True(ranges.Length > 5);
        ulong[][] bounds = [.. ranges.Select(range => range.Split(' ').Select(key => ulong.Parse(key, CultureInfo.InvariantCulture)).ToArray())];
        Assert.All(bounds, range => Assert.True(range[0] <= range[1]));
        Assert.Equal(bounds.SelectMany(range => range).Order(), bounds.SelectMany(range => range));
        Assert.Equal($"{bounds[0][0]} {bounds[^1][1]}", Assert.Single(Query("SELECT min(customer_key) || ' ' || max(customer_key) FROM '{0}'")));
    }

    [Fact]
    public async Task ParquetNet_ReadsTheLedger()
    {
        SampleRow[] rows = SampleRow.Make(9, 2_000, 100);
        string path = await WriteAsync(rows);
        await using ParquetReader reader = await ParquetReader.CreateAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        long sum = 0;
        for (int g = 0; g < reader.RowGroupCount; g++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(g);
            string?[] ids = new string?[group.RowCount];
            await group.ReadAsync(reader.Schema.FindDataField("customer_id"), ids.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
            sum += ids.Sum(id => (long)(CustomerKey.Of(id!) & 0xFFFF));
        }
        Assert.Equal(rows.Sum(row => (long)(CustomerKey.Of(row.Customer) & 0xFFFF)), sum);
    }

    private async Task<string> WriteAsync(SampleRow[] rows)
    {
        await LedgerFixture.WriteAsync(new FileLedgerStore(_folder.FullName), "b", rows, new LedgerWriterOptions { RowGroupRows = 300 });
        return Path.Combine(_folder.FullName, "b.parquet");
    }

    private string[] Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql.Replace("{0}", Path.Combine(_folder.FullName, "b.parquet"), StringComparison.Ordinal);
        using DuckDBDataReader reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
            values.Add(reader.GetValue(0).ToString()!);
        return [.. values];
    }
}
