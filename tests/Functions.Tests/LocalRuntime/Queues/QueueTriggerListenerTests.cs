using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using ServerlessSeg.Functions.Tests.Azurite;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Queues;

public sealed class QueueTriggerListenerTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Message_IsReadAsJsonAndDeleted()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(QueueSamples)).StartAsync();
        QueueClient queue = await QueueAsync(host, "-order");

        await queue.SendMessageAsync("""{"number": 1, "item": "tea"}""", TestContext.Current.CancellationToken);

        Assert.Equal("order 1 tea", await host.Probe.NextAsync());
        await WaitUntilEmptyAsync(queue);
    }

    [Fact]
    public async Task Message_ThatFails_GoesToThePoisonQueueAfterTheLastTry()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(QueueSamples)) { Settings = { ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount"] = "3" } }.StartAsync();
        QueueClient queue = await QueueAsync(host, "-fragile");

        await queue.SendMessageAsync("bad", TestContext.Current.CancellationToken);

        for (int count = 1; count <= 3; count++)
            Assert.Equal($"bad {count}", await host.Probe.NextAsync());
        await WaitUntilEmptyAsync(queue);
        QueueMessage poison = await host.Queue("-fragile-poison").ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("bad", poison.Body.ToString());
        await queue.SendMessageAsync("good", TestContext.Current.CancellationToken);
        Assert.Equal("good 1", await host.Probe.NextAsync());
    }

    [Fact]
    public async Task Message_ThatIsNotEncoded_GoesToThePoisonQueue()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(QueueSamples)).StartAsync();
        await QueueAsync(host, "-fragile");
        var raw = new QueueClient(azurite.ConnectionString, host.Unique + "-fragile");

        await raw.SendMessageAsync("?!", TestContext.Current.CancellationToken);

        await WaitUntilEmptyAsync(raw);
        QueueMessage poison = await new QueueClient(azurite.ConnectionString, host.Unique + "-fragile-poison").ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("?!", poison.Body.ToString());
        Assert.False(host.Probe.TryNext(out _));
    }

    [Fact]
    public async Task Message_ThatRunsLongerThanItsLease_StaysHidden()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(QueueSamples))
        {
            Settings = { ["AzureFunctionsLocal:QueueLease"] = "00:00:02", ["AzureFunctionsLocal:QueueLeaseRenewal"] = "00:00:00.3" },
        }.StartAsync();
        QueueClient queue = await QueueAsync(host, "-long");

        await queue.SendMessageAsync("one", TestContext.Current.CancellationToken);
        Assert.Equal("one begins", await host.Probe.NextAsync());
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        host.Probe.Release();

        Assert.Equal("one ends", await host.Probe.NextAsync());
        await WaitUntilEmptyAsync(queue);
        Assert.False(host.Probe.TryNext(out _));
    }

    [Fact]
    public async Task Message_InterruptedByAStop_IsVisibleAtOnce()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(QueueSamples)).StartAsync();
        QueueClient queue = await QueueAsync(host, "-long");
        await queue.SendMessageAsync("one", TestContext.Current.CancellationToken);
        Assert.Equal("one begins", await host.Probe.NextAsync());

        await host.StopAsync();

        QueueMessage? message = await queue.ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("one", message?.Body.ToString());
    }

    private static async Task<QueueClient> QueueAsync(LocalTestHost host, string suffix)
    {
        QueueClient queue = host.Queue(suffix);
        await queue.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        return queue;
    }

    private static async Task WaitUntilEmptyAsync(QueueClient queue)
    {
        while ((await queue.GetPropertiesAsync(TestContext.Current.CancellationToken)).Value.ApproximateMessagesCount > 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }
}
