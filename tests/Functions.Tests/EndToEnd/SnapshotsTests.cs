using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Tests.Resegment;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Snapshots as things: held by readers to the end, made live by fitness or by an explicit word, and removed when nobody is at them.</summary>
public sealed class SnapshotsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OneRetained_ReadersGoOnAfterAPublication_UntilTheGraceIsOver()
    {
        await using App app = await StartAsync(new() { ["ServerlessSeg:RetainedSnapshots"] = "1" });
        await app.RunAsync("2025-10-31");
        string list = $"segments/tier/{await LargestSegmentAsync(app)}/customers?top=2";
        JsonNode begun = await app.GetAsync(list);
        await RequestAsync(app, "2025-11-30");
        // Nothing was told to the reader, who has the pointer of before in memory.
        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync(new Uri("segments?scheme=abc", UriKind.Relative), Stop)).StatusCode);
        string id = (string)begun["customers"]![0]!["customerId"]!;
        Assert.NotNull((string?)(await app.GetAsync($"customers/{id}"))["snapshot"]);
        JsonNode next = await app.GetAsync($"{list}&continuationToken={begun["continuationToken"]}");
        Assert.Equal("2025-10-31", (string?)next["snapshot"]);

        await RetainAsync(app, 1, LivePosition.Grace - TimeSpan.FromMinutes(1));
        Assert.Equal(RunStatus.Published, (await app.RowAsync(RunId.Parse("2025-10-31"))).Status);
        await RetainAsync(app, 1, LivePosition.Grace);
        Assert.Equal(RunStatus.Dropped, (await app.RowAsync(RunId.Parse("2025-10-31"))).Status);
        Assert.Empty(await app.AttemptsAsync(RunId.Parse("2025-10-31")));
        await UntilLiveAsync(app, "2025-11-30");
        await AssertProblemAsync(app, HttpMethod.Get, $"{list}&continuationToken={begun["continuationToken"]}", null, HttpStatusCode.Gone, "snapshot-gone");
        await AssertProblemAsync(app, HttpMethod.Get, "segments/abc/migration?from=2025-10-31", null, HttpStatusCode.OK, null);
        await AssertProblemAsync(app, HttpMethod.Get, "segments/abc/migration?from=2025-10-31&to=2025-10-31", null, HttpStatusCode.NotFound, "run-not-found");
        await AssertProblemAsync(app, HttpMethod.Put, "snapshots/live", """{"run":"2025-10-31"}""", HttpStatusCode.Gone, "snapshot-gone");
        await AssertProblemAsync(app, HttpMethod.Delete, "snapshots/2025-10-31", null, HttpStatusCode.Gone, "snapshot-gone");
        Assert.Equal("2025-11-30", (string?)(await app.GetAsync($"customers/{id}"))["snapshot"]);
    }

    [Fact]
    public async Task Chosen_IsLive_UntilALaterDateIsRun()
    {
        await using App app = await StartAsync();
        await app.RunAsync("2025-10-31");
        await app.RunAsync("2025-12-31");
        JsonNode chosen = await AssertProblemAsync(app, HttpMethod.Put, "snapshots/live", """{"run":"2025-10-31"}""", HttpStatusCode.OK, null);
        Assert.Equal(("2025-10-31", true), ((string?)chosen["live"], (bool)chosen["chosen"]!));
        // Whoever asks at the same place, at once.
        Assert.Equal("2025-10-31", (string?)(await app.GetAsync("health"))["snapshot"]);
        Assert.Equal([false, true], (await app.GetAsync("snapshots"))["snapshots"]!.AsArray().Select(static snapshot => (bool)snapshot!["live"]!));

        await AssertProblemAsync(app, HttpMethod.Delete, "snapshots/2025-10-31", null, HttpStatusCode.Conflict, "snapshot-live");
        await AssertProblemAsync(app, HttpMethod.Delete, "snapshots/2025-12-31", null, HttpStatusCode.Conflict, "snapshot-live");
        await AssertProblemAsync(app, HttpMethod.Delete, "snapshots/1999-01-01", null, HttpStatusCode.NotFound, "run-not-found");
        await AssertProblemAsync(app, HttpMethod.Put, "snapshots/live", """{"run":"1999-01-01"}""", HttpStatusCode.NotFound, "run-not-found");
        await AssertProblemAsync(app, HttpMethod.Put, "snapshots/live", """{"run":"yesterday"}""", HttpStatusCode.BadRequest, "bad-request");
        await AssertProblemAsync(app, HttpMethod.Put, "snapshots/live", "{}", HttpStatusCode.BadRequest, "bad-request");

        RunRow earlier = await app.RunAsync("2025-09-30");
        Assert.Contains("was chosen", earlier.NotLive, StringComparison.Ordinal);
        Assert.Contains("Published, but not made live", (string?)(await app.GetAsync("runs/2025-09-30"))["situation"], StringComparison.Ordinal);
        RunRow later = await app.RunAsync("2025-11-30");
        Assert.Null(later.NotLive);
        JsonNode now = await app.GetAsync("snapshots");
        Assert.Equal(("2025-11-30", false), ((string?)now["live"], (bool)now["chosen"]!));

        byte[] parquet = await app.Client.GetByteArrayAsync(new Uri("snapshots/2025-09-30/customers.parquet", UriKind.Relative), Stop);
        Assert.Equal("PAR1", Encoding.ASCII.GetString(parquet, 0, 4));
        await AssertProblemAsync(app, HttpMethod.Get, "snapshots/1999-01-01/customers.parquet", null, HttpStatusCode.NotFound, "run-not-found");

        using HttpResponseMessage removed = await app.Client.DeleteAsync(new Uri("snapshots/2025-09-30", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal("dropped", (string?)(await app.GetAsync("runs/2025-09-30"))["status"]);
        Assert.Empty(await app.AttemptsAsync(earlier.Id));
    }

    [Fact]
    public async Task Future_IsRefused_AndUndoneWhereItIsLive()
    {
        await using App app = await StartAsync();
        await app.RunAsync("2025-12-31");
        await AssertProblemAsync(app, HttpMethod.Post, "runs", """{"asOf":"2097-12-31"}""", HttpStatusCode.BadRequest, "bad-request");
        var wrong = new FakeTimeProvider(new DateTimeOffset(2097, 12, 31, 3, 0, 0, TimeSpan.Zero));
        await RunBench.Make<ResegmentTriggers>(app.Services, wrong).OnScheduleAsync(new TimerInfo(), Stop);
        // Nothing in the ledger is as late as the schedule's date, though no clock is wrong.
        await AssertProblemAsync(app, HttpMethod.Post, "runs", "", HttpStatusCode.Conflict, "run-refused");
        Assert.Single(await app.Runs().ListAsync(Stop));

        RunRow future = await app.PlanRunAsync("2097-12-31");
        await app.Worker("wrong", TimeProvider.System).ExecuteAsync(future.Id, Stop);
        RunRow row = await app.RowAsync(future.Id);
        Assert.Equal(RunStatus.Published, row.Status);
        Assert.Contains("lies in the future", row.NotLive, StringComparison.Ordinal);
        Assert.Equal("2025-12-31", (string?)(await app.GetAsync("snapshots"))["live"]);

        // As a version that looked at no clock but its own left it: live, and no later run would take its place.
        await app.Services.GetRequiredService<LivePointer>().AdvanceAsync(row.Snapshot!.Value, Stop);
        RunRow blocked = await app.RunAsync("2026-01-31");
        Assert.Contains("2097-12-31 is later", blocked.NotLive, StringComparison.Ordinal);
        await AssertProblemAsync(app, HttpMethod.Put, "snapshots/live", """{"run":"2026-01-31"}""", HttpStatusCode.OK, null);
        Assert.Null((await app.RunAsync("2026-02-28")).NotLive);
        await UntilLiveAsync(app, "2026-02-28");
    }

    [Fact]
    public async Task NoCustomers_IsNotMadeLive_WhereTheLiveOneHasSome()
    {
        await using App app = await StartAsync();
        await app.RunAsync("2025-12-31");
        RunRow published = await app.RowAsync(RunId.Parse("2025-12-31"));
        SnapshotManifest live = (await app.Store.ReadManifestAsync(published.Id, Stop))!;
        Assert.Contains("has no customers", LiveFitness.Complaint(live with { Customers = 0 }, live, live.AsOf), StringComparison.Ordinal);
        Assert.Null(LiveFitness.Complaint(live with { Customers = 0 }, null, live.AsOf));
        Assert.Null(LiveFitness.Complaint(live, live, live.AsOf));
    }

    [Fact]
    public async Task OldLayout_IsRead_AndRemovedWithoutWhatIsNewer()
    {
        await using App app = await StartAsync();
        RunRow planned = await app.PlanRunAsync("2025-10-31");
        var old = new SnapshotId(planned.Id, "");
        await ResegmentationRun.ExecuteAsync(old, await app.Runs().PlanAsync(planned, Stop), app.Services.GetRequiredService<ILedgerStore>(), app.Store, null, Stop);
        TableServiceClient tables = app.Services.GetRequiredService<StorageConnection>().Tables;
        TableClient runs = tables.GetTableClient(StorageNames.RunTable);
        TableEntity row = await runs.GetEntityAsync<TableEntity>("run", "2025-10-31", cancellationToken: Stop);
        foreach (string name in new[] { "Tries", "QueuedAt", "WriteId" })
            row.Remove(name);
        row["Status"] = "Published";
        await runs.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Stop);
        await tables.GetTableClient(StorageNames.PointerTable).AddEntityAsync(new TableEntity("live", "snapshot") { ["Run"] = "2025-10-31" }, Stop);

        Assert.Equal("2025-10-31", (string?)(await app.GetAsync("segments"))["snapshot"]);
        string segment = await LargestSegmentAsync(app);
        JsonNode list = await app.GetAsync($"segments/tier/{segment}/customers?top=1");
        string id = (string)list["customers"]![0]!["customerId"]!;
        Assert.Equal("2025-10-31", (string?)(await app.GetAsync($"customers/{id}"))["snapshot"]);
        // A token as that version gave it out.
        string token = Convert.ToBase64String(Encoding.ASCII.GetBytes("2025-10-31|" + SegmentFile.Header.Length)).TrimEnd('=');
        Assert.Equal(id, (string?)(await app.GetAsync($"segments/tier/{segment}/customers?top=1&continuationToken={token}"))["customers"]![0]!["customerId"]);

        await app.RunAsync("2025-11-30");
        Assert.Equal(2, (await app.GetAsync($"customers/{id}/history"))["snapshots"]!.AsArray().Count);
        Assert.NotEmpty((await app.GetAsync("segments/tier/migration"))["moves"]!.AsArray());
        SnapshotId newer = SnapshotId.NewAttempt(planned.Id);
        await using (Stream file = await app.Store.CreateFileAsync(newer, ResegmentationRun.ModelFile, Stop))
            await file.WriteAsync("{}"u8.ToArray(), Stop);
        await app.Store.DropAsync(old, Stop);
        Assert.Equal([newer.Attempt], await app.AttemptsAsync(planned.Id));
    }

    [Fact]
    public async Task RemovedWhileMigrationIsCounted_IsAProblemWithTheReason()
    {
        await using App app = await StartAsync();
        foreach (string asOf in new[] { "2025-09-30", "2025-10-31", "2025-11-30" })
            await app.RunAsync(asOf);
        // The manifest was read, and then the pages go.
        await app.Services.GetRequiredService<SnapshotPages>().DropAsync(await app.Store.PublishedAsync(RunId.Parse("2025-09-30")), Stop);
        JsonNode problem = await AssertProblemAsync(app, HttpMethod.Get, "segments/abc/migration?from=2025-09-30", null, HttpStatusCode.Gone, "snapshot-gone");
        Assert.Contains("2025-09-30", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-11-30|99999999")]
    [InlineData("2025-11-30|3")]
    public async Task TokenThatStandsNowhere_IsABadRequest(string position)
    {
        await using App app = await StartAsync();
        await app.RunAsync("2025-11-30");
        string attempt = (await app.Store.PublishedAsync(RunId.Parse("2025-11-30"))).ToString();
        string token = Convert.ToBase64String(Encoding.ASCII.GetBytes(position.Replace("2025-11-30", attempt, StringComparison.Ordinal))).TrimEnd('=');
        await AssertProblemAsync(app, HttpMethod.Get, $"segments/tier/{await LargestSegmentAsync(app)}/customers?continuationToken={token}", null, HttpStatusCode.BadRequest, "bad-request");
    }

    private static async Task<App> StartAsync(Dictionary<string, string?>? settings = null)
    {
        App app = await App.StartAsync(settings);
        await app.DropAsync("test/small.csv", Sample.Content(Sample.Lines[..400]));
        return app;
    }

    // As App.RunAsync, but for a reader that is told nothing.
    private static async Task RequestAsync(App app, string asOf)
    {
        using HttpResponseMessage response = await app.PostAsync("runs", $$"""{"asOf":"{{asOf}}"}""");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(RunStatus.Published, (await app.UntilPublishedAsync(RunId.Parse(asOf))).Status);
    }

    // The pointer is looked at every few seconds.
    private static async Task UntilLiveAsync(App app, string run)
    {
        while ((string?)(await app.GetAsync("health"))["snapshot"] != run)
            await Task.Delay(100, Stop);
    }

    private static Task RetainAsync(App app, int kept, TimeSpan ahead) => RunBench
        .Make<Retention>(app.Services, RunBench.Make<SnapshotRemoval>(app.Services, new FakeTimeProvider(TimeProvider.System.GetUtcNow() + ahead))).ApplyAsync(kept, Stop);

    private static async Task<string> LargestSegmentAsync(App app) =>
        (string)(await app.GetAsync("segments?scheme=tier"))["segments"]!.AsArray().MaxBy(static segment => (int)segment!["customers"]!)!["segment"]!;

    private static async Task<JsonNode> AssertProblemAsync(App app, HttpMethod method, string route, string? body, HttpStatusCode status, string? type)
    {
        using var request = new HttpRequestMessage(method, new Uri(route, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await app.Client.SendAsync(request, Stop);
        JsonNode answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;
        Assert.Equal((status, type is null ? null : "urn:serverlessseg:problem:" + type), (response.StatusCode, type is null ? null : (string?)answer["type"]));
        return answer;
    }
}
