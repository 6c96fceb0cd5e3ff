using System.Globalization;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Whoever reads the ledger or the snapshot with another engine finds what the API says.</summary>
public sealed class OtherReadersTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("readers");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task DuckDb_FindsTheTotalsOfTheApi()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using App app = await App.StartAsync();
        BatchRow batch = await app.DropFileAsync(Sample.Path);
        RunRow run = await app.RunAsync(Sample.AsOf);
        string customers = await SaveAsync(await app.Store.OpenFileAsync(run.Id, PublishParquet.File, stop), "customers.parquet");
        foreach (string scheme in new[] { "rfm11", "lifecycle" })
        {
            JsonNode answer = await app.GetAsync($"segments?scheme={scheme}");
            Assert.Equal(
                answer["segments"]!.AsArray().Where(static segment => (int)segment!["customers"]! > 0)
                    .Select(static segment => string.Create(CultureInfo.InvariantCulture, $"{segment!["segment"]} {segment["customers"]} {(decimal)segment["revenue"]!:0.0000}")).Order(StringComparer.Ordinal),
                Query($"SELECT concat_ws(' ', {scheme}, count(*), sum(net_money)) FROM '{customers}' GROUP BY {scheme}").Order(StringComparer.Ordinal));
        }
        string ledger = await SaveAsync(await app.Services.GetRequiredService<ILedgerStore>().OpenReadAsync(Assert.Single(batch.LedgerFiles).Name, stop), "ledger.parquet");
        JsonNode money = (await app.GetAsync($"batches/{batch.BatchId}"))["money"]!;
        Assert.Equal(
            [string.Create(CultureInfo.InvariantCulture, $"{batch.LedgerFiles.Sum(static file => file.Rows)} {(decimal)money["accepted"]!:0.0000}")],
            Query($"SELECT concat_ws(' ', count(*), sum(amount)) FROM '{ledger}'"));
    }

    private async Task<string> SaveAsync(Stream? content, string name)
    {
        string path = Path.Combine(_folder.FullName, name);
        await using FileStream file = File.Create(path);
        await using Stream source = Assert.IsType<Stream>(content, exactMatch: false);
        await source.CopyToAsync(file, TestContext.Current.CancellationToken);
        return path;
    }

    private static List<string> Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
