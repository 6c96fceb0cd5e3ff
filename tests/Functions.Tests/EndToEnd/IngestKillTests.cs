using System.Diagnostics;
using System.Globalization;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.LocalHost.Azurite;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>
/// Host, worker or both are killed (SIGKILL) at random instants while files are taken in, some of them again with other content, and started again.
/// <c>SERVERLESSSEG_KILLS=100</c> kills that often.
/// </summary>
public sealed class IngestKillTests
{
    private const int LinesOfFile = 500;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("SERVERLESSSEG_KILLS") ?? "5", CultureInfo.InvariantCulture);

    [Fact]
    public async Task KilledAtRandomInstants_TheLedgerIsThatOfAnUndisturbedIngest()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        string folder = Directory.CreateTempSubdirectory("serverlessseg-kill-").FullName;
        await using (AzuriteProcess azurite = await AzuriteProcess.StartAsync(AzuriteInstall.Find(), folder, AzuritePorts.Free(), stopsWithParent: true, TextWriter.Null, stop))
        {
            StorageConnection storage = new(new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", azurite.Ports.ConnectionString)]).Build());
            await new StoragePreparation(storage).StartAsync(stop);
            var random = new Random(100);
            Dictionary<string, IEnumerable<string>> latest = new(StringComparer.Ordinal);
            TimeSpan start = await IngestAsync(storage, azurite.Ports.ConnectionString, await PutAsync(storage, latest, random, stop), stop);
            int killed = 0;
            for (int i = 0; i < Kills; i++)
            {
                await PutAsync(storage, latest, random, stop);
                await using HostProcess host = Launch(azurite.Ports.ConnectionString);
                await Task.WhenAny(host.WaitForExitAsync(stop), Task.Delay(start * (0.3 + (0.8 * random.NextDouble())), stop));
                Assert.False(host.HasExited, host.Error);
                await Killing.KillAsync(host, Killing.Kinds[i % Killing.Kinds.Count], start * 0.3 * random.NextDouble(), stop);
                killed++;
            }
            await IngestAsync(storage, azurite.Ports.ConnectionString, await PutAsync(storage, latest, random, stop), stop);
            Assert.Equal(Kills, killed);

            await using App app = await App.StartAsync();
            foreach ((string name, IEnumerable<string> lines) in latest)
                await app.DropAsync(name, Sample.Content(lines));
            IReadOnlyList<string> expected = await LinesAsync(new StorageConnection(new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", app.ConnectionString)]).Build()), stop);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, await LinesAsync(storage, stop));
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Uploads three new files, one of them under a name that may be taken; returns what lies in the drop zone.</summary>
    private static async Task<Dictionary<string, string>> PutAsync(StorageConnection storage, Dictionary<string, IEnumerable<string>> latest, Random random, CancellationToken stop)
    {
        BlobContainerClient drops = storage.Blobs.GetBlobContainerClient(StorageNames.Transactions);
        foreach (string name in new[] { $"test/new-{latest.Count}.csv", $"test/again-{random.Next(4)}.csv", "test/always.csv" })
        {
            // Customers are renamed, so that no two contents are equal.
            string mark = random.Next().ToString(CultureInfo.InvariantCulture);
            int first = random.Next(Sample.Lines.Length - LinesOfFile);
            string[] lines = [.. Sample.Lines.Skip(first).Take(LinesOfFile).Select(line => $"{mark}-{line}")];
            await drops.GetBlobClient(name).UploadAsync(Sample.Content(lines), overwrite: true, stop);
            latest[name] = lines;
        }
        Dictionary<string, string> versions = new(StringComparer.Ordinal);
        await foreach (var blob in drops.GetBlobsAsync(cancellationToken: stop))
            versions[blob.Name] = blob.Properties.ETag!.Value.ToString().Trim('"');
        return versions;
    }

    /// <summary>Runs undisturbed until every file was taken in.</summary>
    private static async Task<TimeSpan> IngestAsync(StorageConnection storage, string connection, Dictionary<string, string> versions, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        await using HostProcess host = Launch(connection);
        var batches = new BatchTable(storage);
        while (true)
        {
            Assert.False(host.HasExited, host.Error);
            Dictionary<string, string> taken = (await batches.ListAsync(stop)).ToDictionary(static row => $"{row.Source}/{row.File}", static row => row.BlobETag.Trim('"'), StringComparer.Ordinal);
            if (versions.All(version => taken.GetValueOrDefault(version.Key) == version.Value))
                break;
            await Task.Delay(100, stop);
        }
        await Killing.KillAsync(host, KillKind.Both, TimeSpan.Zero, stop);
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(StorageConnection storage, CancellationToken stop)
    {
        IReadOnlyList<LedgerFile> files = BatchCatalogue.CommittedFiles(await new BatchTable(storage).ListAsync(stop));
        List<string> lines = [];
        await using LedgerMerge merge = await LedgerMerge.OpenAsync(new BlobLedgerStore(storage), files, KeyRange.All, [], stop);
        while (await merge.ReadAsync(stop))
        {
            foreach (HistoryLine line in merge.Current.Lines.ToArray())
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{merge.Current.Id} {line}"));
        }
        return lines;
    }

    private static HostProcess Launch(string connection) =>
        HostProcess.Launch(new Dictionary<string, string?> { ["AzureWebJobsStorage"] = connection }, ["--port", "0"]);
}
