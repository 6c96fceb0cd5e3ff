using System.Net;
using System.Text.Json.Nodes;
using Azure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Tests.Resegment;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Workers that are killed, fall silent, or are at the same run at the same time: one attempt becomes the run's, and nothing published is written to again.</summary>
public sealed class RunTakeoverTests(RunTakeoverTests.SmallApp small) : IClassFixture<RunTakeoverTests.SmallApp>
{
    private static readonly TimeSpan Silence = RunLease.Duration + TimeSpan.FromSeconds(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private App App => small.App;

    [Theory]
    [InlineData("2025-12-30", true)]
    [InlineData("2025-12-31", false)]
    public async Task Killed_BetweenPointerAndRow_IsClosedWithTheLiveAttempt(string asOf, bool rowNamesTheAttempt)
    {
        RunRow planned = await App.PlanRunAsync(asOf);
        await App.Worker("first", Clock()).ExecuteAsync(planned.Id, Stop);
        RunRow published = await App.RowAsync(planned.Id);
        Assert.Equal(RunStatus.Published, published.Status);
        await App.Services.GetRequiredService<LivePointer>().ChooseAsync(published.Snapshot!.Value, Stop);
        IReadOnlyList<string> before = await App.SnapshotAsync(planned.Id);
        // The state that a kill leaves, and that of a version which named no attempt in the row.
        await App.SetAsync(planned.Id, row => row with
        {
            Status = RunStatus.Running, FinishedAt = null, Claim = "0000000000000000", Heartbeat = row.StartedAt - Silence,
            Attempt = rowNamesTheAttempt ? row.Attempt : null, Customers = rowNamesTheAttempt ? row.Customers : null,
        });
        await App.Worker("second", Clock()).ExecuteAsync(planned.Id, Stop);
        RunRow closed = await App.RowAsync(planned.Id);
        Assert.Equal((RunStatus.Published, published.Attempt, published.Customers, "second"), (closed.Status, closed.Attempt, closed.Customers, closed.Worker));
        Assert.Equal([published.Attempt!], await App.AttemptsAsync(planned.Id));
        Assert.Equal(before, await App.SnapshotAsync(planned.Id));
        Assert.Equal(new SnapshotId(planned.Id, published.Attempt!), await App.Store.LiveAsync(Stop));
    }

    [Fact]
    public async Task Executed_WhilePublished_ChangesNothing()
    {
        RunRow planned = await App.PlanRunAsync("2025-07-31");
        await App.Worker("first", Clock()).ExecuteAsync(planned.Id, Stop);
        RunRow published = await App.RowAsync(planned.Id);
        await App.Worker("second", Clock()).ExecuteAsync(planned.Id, Stop);
        Assert.Equal(published.ETag, (await App.RowAsync(planned.Id)).ETag);
    }

    [Fact]
    public async Task HeldByAnother_IsLeft()
    {
        RunRow planned = await App.PlanRunAsync("2025-07-30");
        // A little ahead, so that the run is held for the app's own worker too, which gets the message that is sent instead.
        TimeSpan ahead = TimeSpan.FromSeconds(25);
        DateTimeOffset seen = TimeProvider.System.GetUtcNow() + ahead;
        await App.SetAsync(planned.Id, row => row with { Status = RunStatus.Running, Claim = "1111111111111111", Worker = "other", StartedAt = seen, Heartbeat = seen });
        RunRow held = await App.RowAsync(planned.Id);
        await App.Worker("second", Clock(ahead + RunLease.Duration - TimeSpan.FromSeconds(1))).ExecuteAsync(planned.Id, Stop);
        Assert.Equal(held.ETag, (await App.RowAsync(planned.Id)).ETag);
        await App.SetAsync(planned.Id, static row => row with { Status = RunStatus.Failed, Claim = null, Heartbeat = null });
    }

    [Fact]
    public async Task SilentWorker_IsTakenOver_AndDoesNotPublishWhenItWakes()
    {
        RunRow planned = await App.PlanRunAsync("2025-08-31");
        var gate = new GatedLedger(App.Services.GetRequiredService<ILedgerStore>());
        Task sleeper = App.Worker("sleeper", Clock(), gate).ExecuteAsync(planned.Id, Stop);
        await gate.Reached;
        string sleepers = (await App.RowAsync(planned.Id)).Claim!;
        await App.Worker("second", Clock(Silence)).ExecuteAsync(planned.Id, Stop);
        RunRow published = await App.RowAsync(planned.Id);
        Assert.Equal((RunStatus.Published, "second"), (published.Status, published.Worker));
        Assert.NotEqual(sleepers, published.Attempt);
        gate.Open();
        await sleeper;
        Assert.Equal(published.ETag, (await App.RowAsync(planned.Id)).ETag);
        Assert.Equal([published.Attempt!], await App.AttemptsAsync(planned.Id));
    }

    [Fact]
    public async Task SilentWorker_ThatFailsWhenItWakes_TellsItsOwnFailure()
    {
        RunRow planned = await App.PlanRunAsync("2025-08-30");
        var gate = new GatedLedger(App.Services.GetRequiredService<ILedgerStore>());
        Task sleeper = App.Worker("sleeper", Clock(), gate).ExecuteAsync(planned.Id, Stop);
        await gate.Reached;
        await App.Worker("second", Clock(Silence)).ExecuteAsync(planned.Id, Stop);
        RunRow published = await App.RowAsync(planned.Id);
        gate.Fail(new RequestFailedException(503, "The server is busy.", "ServerBusy", null));
        Assert.Equal(503, (await Assert.ThrowsAsync<RequestFailedException>(() => sleeper)).Status);
        Assert.Equal(published.ETag, (await App.RowAsync(planned.Id)).ETag);
    }

    [Fact]
    public async Task TakenOver_OnceTheRowNamesTheAttempt_IsClosedByTheOther()
    {
        RunRow first = await App.PlanRunAsync("2025-09-29");
        await App.Worker("first", Clock()).ExecuteAsync(first.Id, Stop);
        SnapshotId live = (await App.Store.LiveAsync(Stop))!.Value;
        RunRow planned = await App.PlanRunAsync("2025-09-30");
        var gate = new GatedManifests(App.Store, live);
        Task sleeper = App.Worker("sleeper", Clock(), snapshots: gate).ExecuteAsync(planned.Id, Stop);
        await gate.Reached;
        string attempt = (await App.RowAsync(planned.Id)).Attempt!;
        await App.Worker("second", Clock(Silence)).ExecuteAsync(planned.Id, Stop);
        RunRow closed = await App.RowAsync(planned.Id);
        Assert.Equal((RunStatus.Published, attempt, "second"), (closed.Status, closed.Attempt, closed.Worker));
        gate.Open();
        await sleeper;
        Assert.Equal(closed.ETag, (await App.RowAsync(planned.Id)).ETag);
        Assert.Equal([attempt], await App.AttemptsAsync(planned.Id));
    }

    [Fact]
    public async Task StorageFault_StandsInTheRow_AndTheRunMayBeAskedForAgain()
    {
        RunRow planned = await App.PlanRunAsync("2025-06-30");
        var gate = new GatedLedger(App.Services.GetRequiredService<ILedgerStore>());
        gate.Fail(new RequestFailedException(503, "The server is busy.", "ServerBusy", null));
        RunExecutor worker = App.Worker("first", Clock(), gate);
        await Assert.ThrowsAsync<RequestFailedException>(() => worker.ExecuteAsync(planned.Id, Stop));
        RunRow row = await App.RowAsync(planned.Id);
        Assert.Equal((RunStatus.Queued, (string?)null), (row.Status, row.Claim));
        Assert.Contains("503 ServerBusy", row.Error, StringComparison.Ordinal);
        await worker.GiveUpAsync(planned.Id, Stop);
        row = await App.RowAsync(planned.Id);
        Assert.Equal(RunStatus.Failed, row.Status);
        Assert.Contains("503 ServerBusy", row.Error, StringComparison.Ordinal);
        JsonNode shown = await App.GetAsync("runs/2025-06-30");
        Assert.Contains("POST /api/runs", (string)shown["situation"]!, StringComparison.Ordinal);
        using HttpResponseMessage again = await App.PostAsync("runs", """{"asOf":"2025-06-30"}""");
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal(RunStatus.Published, (await App.UntilPublishedAsync(planned.Id)).Status);
    }

    [Fact]
    public async Task Interrupted_TellsSo_AndIsTakenAtOnceWhenAskedForAgain()
    {
        RunRow planned = await App.PlanRunAsync("2025-05-31");
        DateTimeOffset seen = TimeProvider.System.GetUtcNow() - Silence;
        await App.SetAsync(planned.Id, row => row with { Status = RunStatus.Running, Claim = "2222222222222222", Worker = "dead/1", StartedAt = seen, Heartbeat = seen, Tries = 1 });
        JsonNode shown = await App.GetAsync("runs/2025-05-31");
        Assert.Equal(("running", "dead/1"), ((string?)shown["status"], (string?)shown["worker"]));
        Assert.NotNull(shown["since"]);
        Assert.NotNull(shown["heartbeat"]);
        Assert.StartsWith("Interrupted: dead/1 was last seen at", (string)shown["situation"]!, StringComparison.Ordinal);
        using HttpResponseMessage again = await App.PostAsync("runs", """{"asOf":"2025-05-31"}""");
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        RunRow row = await App.UntilPublishedAsync(planned.Id);
        Assert.Equal(RunStatus.Published, row.Status);
        Assert.NotEqual("dead/1", row.Worker);
    }

    [Fact]
    public async Task KilledAMomentAgo_IsTakenWhenItsWorkerIsSeenToBeSilent()
    {
        RunRow planned = await App.PlanRunAsync("2025-05-30");
        DateTimeOffset seen = TimeProvider.System.GetUtcNow() - RunLease.Duration + TimeSpan.FromSeconds(3);
        await App.SetAsync(planned.Id, row => row with { Status = RunStatus.Running, Claim = "5555555555555555", Worker = "dead/2", StartedAt = seen, Heartbeat = seen, Tries = 1 });
        foreach (int _ in Enumerable.Range(0, 2))
        {
            using HttpResponseMessage again = await App.PostAsync("runs", """{"asOf":"2025-05-30"}""");
            Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        }
        RunRow row = await App.UntilPublishedAsync(planned.Id);
        Assert.Equal(RunStatus.Published, row.Status);
        Assert.NotEqual("dead/2", row.Worker);
    }

    [Fact]
    public async Task Watch_SendsOneMessage_ForARunThatNobodyWorksOn()
    {
        RunRow planned = await App.PlanRunAsync("2025-04-30");
        RunRow held = await App.PlanRunAsync("2025-04-29");
        FakeTimeProvider clock = Clock(RunWatch.Patience);
        DateTimeOffset seen = clock.GetUtcNow();
        await App.SetAsync(planned.Id, row => row with { Status = RunStatus.Running, Claim = "3333333333333333", Worker = "dead/1", StartedAt = seen - Silence, Heartbeat = seen - Silence });
        await App.SetAsync(held.Id, row => row with { Status = RunStatus.Running, Claim = "4444444444444444", Worker = "busy", StartedAt = seen, Heartbeat = seen });
        RunRow before = await App.RowAsync(held.Id);
        await RunBench.Make<RunWatch>(App.Services, clock).RunAsync(Stop);
        Assert.Equal(RunStatus.Published, (await App.UntilPublishedAsync(planned.Id)).Status);
        Assert.Equal(before.ETag, (await App.RowAsync(held.Id)).ETag);
        await App.SetAsync(held.Id, static row => row with { Status = RunStatus.Failed, Claim = null, Heartbeat = null });
    }

    [Fact]
    public async Task TakenUpTooOften_Fails()
    {
        RunRow planned = await App.PlanRunAsync("2025-03-31");
        await App.SetAsync(planned.Id, static row => row with { Tries = RunExecutor.MostTries });
        await App.Worker("first", Clock()).ExecuteAsync(planned.Id, Stop);
        RunRow row = await App.RowAsync(planned.Id);
        Assert.Equal(RunStatus.Failed, row.Status);
        Assert.Contains("20 times", row.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cleanup_RemovesWhatNobodyNames_AndNothingElse()
    {
        RunRow planned = await App.PlanRunAsync("2025-02-28");
        SnapshotId written = SnapshotId.NewAttempt(planned.Id), left = SnapshotId.NewAttempt(planned.Id), withoutTable = SnapshotId.NewAttempt(planned.Id);
        foreach (SnapshotId snapshot in new[] { written, left })
            await App.Store.PreparePagesAsync(snapshot, Stop);
        foreach (SnapshotId snapshot in new[] { written, left, withoutTable })
        {
            await using Stream file = await App.Store.CreateFileAsync(snapshot, ResegmentationRun.ModelFile, Stop);
            await file.WriteAsync("{}"u8.ToArray(), Stop);
        }
        DateTimeOffset seen = TimeProvider.System.GetUtcNow();
        await App.SetAsync(planned.Id, row => row with { Status = RunStatus.Running, Claim = written.Attempt, Worker = "busy", StartedAt = seen, Heartbeat = seen });
        IReadOnlyList<SnapshotId> published = await App.Store.ListAsync(Stop);
        AttemptCleanup cleanup = RunBench.Make<AttemptCleanup>(App.Services);
        await cleanup.RunAsync(Stop);
        Assert.Equal([written.Attempt], await App.AttemptsAsync(planned.Id));
        foreach (SnapshotId kept in published)
            Assert.NotNull(await App.Store.ReadManifestAsync(kept, Stop));
        await App.SetAsync(planned.Id, static row => row with { Status = RunStatus.Failed, Claim = null, Heartbeat = null });
        await cleanup.RunAsync(Stop);
        Assert.Empty(await App.AttemptsAsync(planned.Id));
    }

    private static FakeTimeProvider Clock(TimeSpan ahead = default) => new(TimeProvider.System.GetUtcNow() + ahead);

    /// <summary>An app with a few lines taken in; no run.</summary>
    public sealed class SmallApp : IAsyncLifetime
    {
        internal App App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await App.StartAsync();
            await App.DropAsync("test/small.csv", Sample.Content(Sample.Lines[..400]));
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
