using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Tests.EndToEnd;

namespace ServerlessSeg.Functions.Tests.Resegment;

/// <summary>Runs that are planned without a message, and workers that are told to execute them: so each test says who does what, and when.</summary>
internal static class RunBench
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static RunTable Runs(this App app) => app.Services.GetRequiredService<RunTable>();

    /// <summary>A service made anew, with the given parts in place of the app's.</summary>
    public static T Make<T>(IServiceProvider services, params object[] given) => ActivatorUtilities.CreateInstance<T>(services, given);

    /// <summary>Plans a run as a request does, and tells nobody.</summary>
    public static async Task<RunRow> PlanRunAsync(this App app, string asOf)
    {
        ResegmentationOptions options = app.Services.GetRequiredService<AppOptions>().Resegmentation;
        IReadOnlyList<BatchRow> batches = await app.Batches.ListAsync(Stop);
        SegmentationSettings segmentation = await app.Services.GetRequiredService<ConfigurationBlobs>().ReadSegmentationAsync(options.WindowDays, Stop);
        RunPlan plan = RunPlan.Create(Date(asOf), options, BatchCatalogue.CommittedFiles(batches), BatchCatalogue.FirstDay(batches)!.Value, segmentation);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var row = new RunRow(new RunId(Date(asOf), 1), plan.Fingerprint(), RunStatus.Queued, "test", now) { QueuedAt = now };
        Assert.True(await app.Runs().TryAddAsync(row, plan, Stop));
        return row;
    }

    /// <summary>A worker with a name and a clock of its own.</summary>
    public static RunExecutor Worker(this App app, string name, TimeProvider clock, ILedgerStore? ledger = null, ISnapshotStore? snapshots = null)
    {
        ISnapshotStore store = snapshots ?? app.Store;
        RunPublication publication = Make<RunPublication>(app.Services, clock, store);
        return Make<RunExecutor>(app.Services, new WorkerName(name), clock, publication, store, ledger ?? app.Services.GetRequiredService<ILedgerStore>());
    }

    public static async Task<RunRow> RowAsync(this App app, RunId run) => (await app.Runs().FindAsync(run, Stop))!;

    /// <summary>Puts a run into a state, whatever it is in.</summary>
    public static async Task SetAsync(this App app, RunId run, Func<RunRow, RunRow> change) => Assert.True(await app.Runs().TryUpdateAsync(change(await app.RowAsync(run)), Stop));

    /// <summary>Every attempt at a run of which anything is stored.</summary>
    public static async Task<IReadOnlyList<string>> AttemptsAsync(this App app, RunId run)
    {
        SnapshotId[] all =
        [
            .. await app.Services.GetRequiredService<SnapshotPages>().ListAsync(Stop),
            .. await app.Services.GetRequiredService<SnapshotBlobs>().ListAsync(Stop),
        ];
        return [.. all.Where(snapshot => snapshot.Run == run).Select(static snapshot => snapshot.Attempt).Distinct().Order(StringComparer.Ordinal)];
    }

    public static async Task<RunRow> UntilPublishedAsync(this App app, RunId run)
    {
        while (true)
        {
            RunRow row = await app.RowAsync(run);
            if (row.Status is not (RunStatus.Queued or RunStatus.Running))
                return row;
            await Task.Delay(50, Stop);
        }
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A ledger whose readers wait at a gate.</summary>
internal sealed class GatedLedger(ILedgerStore inner) : ILedgerStore
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => _reached.Task;

    public void Open() => _open.TrySetResult();

    public void Fail(Exception failure) => _open.TrySetException(failure);

    public async Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        await _open.Task.WaitAsync(cancellationToken);
        return await inner.OpenReadAsync(name, cancellationToken);
    }

    public Task<Stream> CreateAsync(string name, CancellationToken cancellationToken) => inner.CreateAsync(name, cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);
}

/// <summary>A snapshot store whose readers of one snapshot's manifest wait at a gate.</summary>
internal sealed class GatedManifests(ISnapshotStore inner, SnapshotId gated) : ISnapshotStore
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => _reached.Task;

    public void Open() => _open.TrySetResult();

    public async Task<SnapshotManifest?> ReadManifestAsync(SnapshotId snapshot, CancellationToken cancellationToken)
    {
        if (snapshot == gated)
        {
            _reached.TrySetResult();
            await _open.Task.WaitAsync(cancellationToken);
        }
        return await inner.ReadManifestAsync(snapshot, cancellationToken);
    }

    public Task PreparePagesAsync(SnapshotId snapshot, CancellationToken cancellationToken) => inner.PreparePagesAsync(snapshot, cancellationToken);

    public Task WritePagesAsync(SnapshotId snapshot, int first, IReadOnlyList<CustomerPage> pages, CancellationToken cancellationToken) => inner.WritePagesAsync(snapshot, first, pages, cancellationToken);

    public Task<CustomerPage?> ReadPageAsync(SnapshotId snapshot, int number, CancellationToken cancellationToken) => inner.ReadPageAsync(snapshot, number, cancellationToken);

    public Task<Stream> CreateFileAsync(SnapshotId snapshot, string path, CancellationToken cancellationToken) => inner.CreateFileAsync(snapshot, path, cancellationToken);

    public Task<Stream?> OpenFileAsync(SnapshotId snapshot, string path, CancellationToken cancellationToken) => inner.OpenFileAsync(snapshot, path, cancellationToken);

    public Task WriteSegmentsAsync(SnapshotId snapshot, IReadOnlyList<SegmentTotal> segments, CancellationToken cancellationToken) => inner.WriteSegmentsAsync(snapshot, segments, cancellationToken);

    public Task WriteManifestAsync(SnapshotId snapshot, SnapshotManifest manifest, CancellationToken cancellationToken) => inner.WriteManifestAsync(snapshot, manifest, cancellationToken);

    public Task<SnapshotId?> FindAsync(RunId run, CancellationToken cancellationToken) => inner.FindAsync(run, cancellationToken);

    public Task<IReadOnlyList<SnapshotId>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public Task<SnapshotId?> LiveAsync(CancellationToken cancellationToken) => inner.LiveAsync(cancellationToken);

    public Task DropAsync(SnapshotId snapshot, CancellationToken cancellationToken) => inner.DropAsync(snapshot, cancellationToken);
}
