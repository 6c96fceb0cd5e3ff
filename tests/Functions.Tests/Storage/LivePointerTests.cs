using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Tests.LocalHost.Azurite;

namespace ServerlessSeg.Functions.Tests.Storage;

/// <summary>The one row; every step begins where the one before ended.</summary>
public sealed class LivePointerTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Position_MovesForwardByItself_AndAnywhereByChoice()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        var storage = new StorageConnection(new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", azurite.ConnectionString)]).Build());
        await storage.Tables.CreateTableIfNotExistsAsync(StorageNames.PointerTable, stop);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 29, 3, 0, 0, TimeSpan.Zero));
        var pointer = new LivePointer(storage, clock);
        SnapshotId october = Id("2026-10-31"), november = Id("2026-11-30"), again = Id("2026-11-30.2"), december = Id("2026-12-31");
        Assert.Null(await pointer.ReadAsync(stop));
        Assert.Equal(november, (await pointer.AdvanceAsync(november, stop)).Snapshot);
        Assert.Equal(november, (await pointer.AdvanceAsync(october, stop)).Snapshot);
        Assert.Equal(again, (await pointer.AdvanceAsync(again, stop)).Snapshot);
        Assert.Equal((october, true), Where(await pointer.ChooseAsync(october, stop)));
        Assert.Equal((october, true), Where(await pointer.AdvanceAsync(new SnapshotId(new RunId(october.Run.AsOf, 2), "0000000000000001"), stop)));
        Assert.Equal((november, false), Where(await pointer.AdvanceAsync(november, stop)));
        Assert.Equal((december, false), Where(await pointer.AdvanceAsync(december, stop)));

        LivePosition position = (await pointer.ReadAsync(stop))!;
        Assert.All([october, november, again, december], snapshot => Assert.True(position.Protects(snapshot, clock.GetUtcNow())));
        clock.Advance(LivePosition.Grace);
        Assert.True(position.Protects(december, clock.GetUtcNow()));
        Assert.All([october, november, again], snapshot => Assert.False(position.Protects(snapshot, clock.GetUtcNow())));
        // What another clock put into the future protects no longer than anything else.
        Assert.False(position.Protects(november, clock.GetUtcNow().AddYears(-71)));
    }

    private static (SnapshotId, bool) Where(LivePosition position) => (position.Snapshot, position.Chosen);

    private static SnapshotId Id(string run) => SnapshotId.NewAttempt(RunId.Parse(run));
}
