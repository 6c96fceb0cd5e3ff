using System.Globalization;
using DuckDB.NET.Data;

namespace ServerlessSeg.Benchmarks.Ingest;

/// <summary>The same jobs as DuckDB does them, with two threads and the types given. Each returns what reads its result, outside the measurement.</summary>
internal static class PeerIngest
{
    /// <summary>Rows with a hash of the customer, sorted, as one Parquet file.</summary>
    public static Func<IReadOnlyList<string>> ToSortedParquet(string input, string folder)
    {
        string output = Path.Combine(folder, "sorted.parquet");
        DuckDBConnection connection = Open(folder);
        Execute(connection, $"COPY (SELECT *, hash(customer_id) AS customer_key FROM {Table(input)} ORDER BY hash(customer_id), customer_id, timestamp) TO '{output}' (FORMAT parquet)");
        return () => Row(connection, $"SELECT count(*), count(DISTINCT customer_id), CAST(sum(amount) * 10000 AS HUGEINT) FROM read_parquet('{output}')");
    }

    /// <summary>First and last day, days, orders and money of every customer.</summary>
    public static Func<IReadOnlyList<string>> ToSummaries(string input, string folder)
    {
        DuckDBConnection connection = Open(folder);
        Execute(connection, $"""
            CREATE TABLE summaries AS SELECT customer_id, min(timestamp) AS first, max(timestamp) AS last, count(DISTINCT CAST(timestamp AS DATE)) AS days,
            count(DISTINCT order_id) AS orders, sum(amount) AS money FROM {Table(input)} GROUP BY customer_id
            """);
        return () => Row(connection, """
            SELECT count(*), CAST(sum(date_diff('day', DATE '1970-01-01', CAST(first AS DATE))) AS HUGEINT), CAST(sum(date_diff('day', DATE '1970-01-01', CAST(last AS DATE))) AS HUGEINT),
            CAST(sum(days) AS HUGEINT), CAST(sum(orders) AS HUGEINT), CAST(sum(money) * 10000 AS HUGEINT) FROM summaries
            """);
    }

    /// <summary>The CSV as a Parquet file beside it, rows in the order of the CSV.</summary>
    public static Func<IReadOnlyList<string>> Convert(string input, string folder)
    {
        DuckDBConnection connection = Open(folder);
        Execute(connection, $"COPY (SELECT * FROM {Table(input)}) TO '{Path.ChangeExtension(input, ".parquet.part")}' (FORMAT parquet)");
        File.Move(Path.ChangeExtension(input, ".parquet.part"), Path.ChangeExtension(input, ".parquet"), overwrite: true);
        return () => [];
    }

    private static string Table(string input) => input.EndsWith(".parquet", StringComparison.Ordinal)
        ? $"read_parquet('{input}')"
        : $$"""
            read_csv('{{input}}', header = true, columns = {'customer_id': 'VARCHAR', 'order_id': 'VARCHAR', 'timestamp': 'TIMESTAMP', 'amount': 'DECIMAL(18,4)',
            'currency': 'VARCHAR', 'quantity': 'INTEGER', 'product': 'VARCHAR', 'channel': 'VARCHAR'})
            """;

    private static DuckDBConnection Open(string folder)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Execute(connection, "SET threads = 2");
        Execute(connection, $"SET temp_directory = '{Path.Combine(folder, "temporary")}'");
        return connection;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Row(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        if (!reader.Read())
            throw new InvalidOperationException("The peer gave no result.");
        return [.. Enumerable.Range(0, reader.FieldCount).Select(field => System.Convert.ToString(reader.GetValue(field), CultureInfo.InvariantCulture)!)];
    }
}
