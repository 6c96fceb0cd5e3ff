using System.Globalization;
using System.Net;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Functions.Tests.Azurite;
using ServerlessSeg.Functions.Tests.LocalRuntime.Http;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Timers;

/// <summary>The stored state belongs to the function's name: the tests with a monitored timer share it and therefore run one after the other.</summary>
public sealed class TimerTriggerListenerTests(AzuriteFixture azurite)
{
    private const string Schedule = "0 0 3 1 * *";
    private static readonly DateTimeOffset MidJanuary = new(2024, 1, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTime FirstOfFebruary = new(2024, 2, 1, 3, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Timer_RunsWhenItIsDue_AndStoresItsStatus()
    {
        var clock = new FakeTimeProvider(MidJanuary);
        await using LocalTestHost host = await StartMonthlyAsync(clock);

        string report = await AdvanceUntilReportAsync(host, clock, TimeSpan.FromHours(6));

        Assert.Equal("monthly past due: False", report);
        Assert.Equal(FirstOfFebruary, host.Probe.Seen["next"]);
        Assert.InRange(clock.GetUtcNow().UtcDateTime, FirstOfFebruary, FirstOfFebruary.AddDays(1));
        ScheduleStatus status = await WaitForStatusAsync(host, status => status.Last != default);
        Assert.InRange(status.Last, FirstOfFebruary, FirstOfFebruary.AddDays(1));
        Assert.Equal(new DateTime(2024, 3, 1, 3, 0, 0, DateTimeKind.Utc), status.Next);
    }

    [Fact]
    public async Task Timer_ThatMissedItsTime_RunsOnceAtTheNextStart()
    {
        await using (LocalTestHost first = await StartMonthlyAsync(new FakeTimeProvider(MidJanuary)))
            Assert.Equal(FirstOfFebruary, (await WaitForStatusAsync(first, _ => true)).Next);
        await using (LocalTestHost late = await StartMonthlyAsync(new FakeTimeProvider(MidJanuary.AddMonths(3)), keepStatus: true))
        {
            Assert.Equal("monthly past due: True", await late.Probe.NextAsync());
            Assert.Equal(FirstOfFebruary, late.Probe.Seen["next"]);
            await WaitForStatusAsync(late, status => status.Last != default);
        }
        await using LocalTestHost again = await StartMonthlyAsync(new FakeTimeProvider(MidJanuary.AddMonths(3).AddHours(1)), keepStatus: true);

        Assert.Equal("monthly past due: False", await AdvanceUntilReportAsync(again, (FakeTimeProvider)again.Clock, TimeSpan.FromHours(6)));
        Assert.InRange(again.Clock.GetUtcNow(), new DateTimeOffset(2024, 5, 1, 3, 0, 0, TimeSpan.Zero), new DateTimeOffset(2024, 5, 2, 3, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Timer_NeverRunsTwiceAtOnce()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(StartupTimer)).StartAsync();
        Assert.Equal("begins", await host.Probe.NextAsync());

        Assert.Equal(HttpStatusCode.Accepted, await HttpFunctionsTests.StatusAsync(host, HttpMethod.Post, "/admin/functions/Startup"));
        host.Probe.Release();

        Assert.Equal("ends", await host.Probe.NextAsync());
        Assert.Equal("begins", await host.Probe.NextAsync());
        Assert.Equal("ends", await host.Probe.NextAsync());
    }

    [Fact]
    public async Task Timer_ThatFails_IsRetriedAsDeclared()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(FlakyTimer)).StartAsync();

        for (int retry = 0; retry <= 2; retry++)
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"retry {retry} of 2"), await host.Probe.NextAsync());
        await host.StopAsync();
        Assert.False(host.Probe.TryNext(out _));
    }

    [Fact]
    public async Task Function_ThatRunsTooLong_IsCancelled()
    {
        var clock = new FakeTimeProvider(MidJanuary);
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(StartupTimer)) { Clock = clock, Settings = { ["AzureFunctionsJobHost:functionTimeout"] = "00:10:00" } }.StartAsync();
        Assert.Equal("begins", await host.Probe.NextAsync());

        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.False(host.Probe.TryNext(out _));
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("cancelled", await host.Probe.NextAsync());
    }

    private async Task<LocalTestHost> StartMonthlyAsync(FakeTimeProvider clock, bool keepStatus = false)
    {
        var host = new LocalTestHost(azurite, typeof(MonthlyTimer)) { Clock = clock, Settings = { ["SCHEDULE"] = Schedule } };
        if (!keepStatus)
        {
            BlobClient status = StatusOf(host);
            await status.GetParentBlobContainerClient().CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
            await status.DeleteIfExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        }
        return await host.StartAsync();
    }

    private static BlobClient StatusOf(LocalTestHost host) => host.HostBlob("timers/local/Monthly/status");

    private static async Task<ScheduleStatus> WaitForStatusAsync(LocalTestHost host, Predicate<ScheduleStatus> wanted)
    {
        while (true)
        {
            if (await StatusOf(host).ExistsAsync(TestContext.Current.CancellationToken))
            {
                ScheduleStatus status = (await StatusOf(host).DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToObjectFromJson<ScheduleStatus>(JsonSerializerOptions.Default)!;
                if (wanted(status))
                    return status;
            }
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> AdvanceUntilReportAsync(LocalTestHost host, FakeTimeProvider clock, TimeSpan step)
    {
        await WaitForStatusAsync(host, _ => true);
        while (true)
        {
            if (host.Probe.TryNext(out string? report))
                return report!;
            clock.Advance(step);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
