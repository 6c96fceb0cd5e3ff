using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.LocalRuntime.Azurite;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>The process is killed (SIGKILL) again and again between drop and publication, and started again.</summary>
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
                using Process process = Start(azurite.Ports.ConnectionString);
                await Task.WhenAny(process.WaitForExitAsync(stop), Task.Delay(undisturbed * (0.05 + 0.45 * random.NextDouble()), stop));
                if (process.HasExited)
                    continue;
                process.Kill();
                await process.WaitForExitAsync(stop);
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
        using Process process = Start(connection);
        await process.WaitForExitAsync(stop);
        Assert.Equal(0, process.ExitCode);
    }

    private static Process Start(string connection)
    {
        string app = Path.Combine(AppContext.BaseDirectory, "ServerlessSeg.Functions.dll");
        var start = new ProcessStartInfo("dotnet", [app, "--drop", Sample.Path, "--as-of", Sample.AsOf, "--exit", "--port", "0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AzureWebJobsStorage"] = connection;
        Process process = Process.Start(start) ?? throw new InvalidOperationException("The app could not be started.");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static Task<IReadOnlyList<string>> SnapshotAsync(string connection)
    {
        var storage = new StorageConnection(new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", connection)]).Build());
        var store = new TableSnapshotStore(new SnapshotPages(storage), new SnapshotBlobs(storage), new SegmentTable(storage), new LivePointer(storage), new RunTable(storage));
        return SnapshotValues.ReadAsync(store, RunId.Parse(Sample.AsOf));
    }
}
