using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.LocalHost.Azurite;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Host, worker or both are killed (SIGKILL) again and again between drop and publication, and started again.</summary>
public sealed class KillTests
{
    private const int Kills = 10;

    [Fact]
    public async Task KilledAtRandomInstants_TheSnapshotIsThatOfAnUndisturbedRun()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        (IReadOnlyList<string> expected, TimeSpan undisturbed) = await UndisturbedAsync(stop);
        string folder = Directory.CreateTempSubdirectory("serverlessseg-kill-").FullName;
        await using (AzuriteProcess azurite = await AzuriteProcess.StartAsync(AzuriteInstall.Find(), folder, AzuritePorts.Free(), stopsWithParent: true, TextWriter.Null, stop))
        {
            var random = new Random(17);
            int killed = 0;
            for (int i = 0; i < Kills; i++)
            {
                await using HostProcess host = Launch(azurite.Ports.ConnectionString);
                await Task.WhenAny(host.WaitForExitAsync(stop), Task.Delay(undisturbed * (0.05 + 0.45 * random.NextDouble()), stop));
                if (host.HasExited)
                    continue;
                await Killing.KillAsync(host, Killing.Kinds[i % Killing.Kinds.Count], undisturbed * 0.3 * random.NextDouble(), stop);
                killed++;
            }
            Assert.True(killed >= 3, $"Only {killed} of {Kills} starts were killed before they were done.");
            await FinishAsync(azurite.Ports.ConnectionString, stop);
            Assert.Equal(expected, await SnapshotAsync(azurite.Ports.ConnectionString));
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(IReadOnlyList<string> Snapshot, TimeSpan Duration)> UndisturbedAsync(CancellationToken stop)
    {
        string folder = Directory.CreateTempSubdirectory("serverlessseg-kill-").FullName;
        await using AzuriteProcess azurite = await AzuriteProcess.StartAsync(AzuriteInstall.Find(), folder, AzuritePorts.Free(), stopsWithParent: true, TextWriter.Null, stop);
        long started = Stopwatch.GetTimestamp();
        await FinishAsync(azurite.Ports.ConnectionString, stop);
        return (await SnapshotAsync(azurite.Ports.ConnectionString), Stopwatch.GetElapsedTime(started));
    }

    private static async Task FinishAsync(string connection, CancellationToken stop)
    {
        await using HostProcess host = Launch(connection);
        int exitCode = await host.WaitForExitAsync(stop);
        Assert.True(exitCode == 0, $"Exit code {exitCode}: {host.Error}\n{host.Output}");
    }

    // A run whose worker was killed comes back to the queue soon; by default it stays hidden for half a minute.
    private static HostProcess Launch(string connection) => HostProcess.Launch(
        new Dictionary<string, string?> { ["AzureWebJobsStorage"] = connection, ["AzureFunctionsJobHost:extensions:queues:visibilityTimeout"] = "00:00:01" },
        ["--drop", Sample.Path, "--as-of", Sample.AsOf, "--exit", "--port", "0"]);

    private static Task<IReadOnlyList<string>> SnapshotAsync(string connection)
    {
        var storage = new StorageConnection(new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", connection)]).Build());
        var store = new TableSnapshotStore(new SnapshotPages(storage), new SnapshotBlobs(storage), new SegmentTable(storage), new LivePointer(storage, TimeProvider.System), new RunTable(storage));
        return SnapshotValues.ReadAsync(store, RunId.Parse(Sample.AsOf));
    }
}
