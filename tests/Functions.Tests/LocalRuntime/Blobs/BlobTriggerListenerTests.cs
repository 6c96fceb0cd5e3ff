using System.Text.Json;
using Azure.Storage.Queues.Models;
using ServerlessSeg.Functions.Tests.Azurite;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Blobs;

public sealed class BlobTriggerListenerTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Blob_RunsOnce_AlsoAfterARestart()
    {
        string unique;
        await using (LocalTestHost first = await StartAsync())
        {
            unique = first.Unique;
            await UploadAsync(first, "in/shop/2024/a.csv", "one");
            Assert.Equal("shop/2024 a.csv one", await first.Probe.NextAsync());
        }
        await using LocalTestHost second = await new LocalTestHost(azurite, typeof(BlobSamples)) { Unique = unique }.StartAsync();
        await UploadAsync(second, "in/shop/b.csv", "two");

        Assert.Equal("shop b.csv two", await second.Probe.NextAsync());
        Assert.False(second.Probe.TryNext(out _));
    }

    [Fact]
    public async Task Blob_WithNewContent_RunsAgain()
    {
        await using LocalTestHost host = await StartAsync();
        await UploadAsync(host, "in/shop/a.csv", "one");
        Assert.Equal("shop a.csv one", await host.Probe.NextAsync());

        await UploadAsync(host, "in/shop/a.csv", "two");

        Assert.Equal("shop a.csv two", await host.Probe.NextAsync());
    }

    [Fact]
    public async Task BindingData_HasTheOfficialKeys()
    {
        await using LocalTestHost host = await StartAsync();
        await UploadAsync(host, "in/shop/a.csv", "one");
        await host.Probe.NextAsync();

        Assert.Equal(["BlobTrigger", "Metadata", "Properties", "Uri", "name", "source"], host.Probe.Seen.Keys.Order(StringComparer.Ordinal));
        Assert.Equal($"{host.Unique}/in/shop/a.csv", host.Probe.Seen["BlobTrigger"]);
    }

    [Fact]
    public async Task Blob_IsGivenAsStreamAndAsText()
    {
        await using LocalTestHost host = await StartAsync();

        await UploadAsync(host, "stream/a", "x");
        Assert.Equal("stream x", await host.Probe.NextAsync());
        await UploadAsync(host, "text/a", "y");
        Assert.Equal("text y", await host.Probe.NextAsync());
    }

    [Fact]
    public async Task Blob_ThatFails_IsTriedFiveTimesAndThenReported()
    {
        await using LocalTestHost host = await StartAsync();
        await UploadAsync(host, "broken/a.csv", "x");

        for (int retry = 0; retry < 5; retry++)
            Assert.Equal($"try {retry} of 4", await host.Probe.NextAsync());
        JsonElement message = await PoisonAsync(host);

        Assert.Equal("Host.Functions.Broken", message.GetProperty("FunctionId").GetString());
        Assert.Equal("BlockBlob", message.GetProperty("BlobType").GetString());
        Assert.Equal(host.Unique, message.GetProperty("ContainerName").GetString());
        Assert.Equal("broken/a.csv", message.GetProperty("BlobName").GetString());
        await UploadAsync(host, "in/shop/b.csv", "after");
        Assert.Equal("shop b.csv after", await host.Probe.NextAsync());
        Assert.False(host.Probe.TryNext(out _));
    }

    [Fact]
    public async Task Blob_InterruptedByAStop_RunsAgainAtTheNextStart()
    {
        string unique;
        await using (LocalTestHost first = await StartAsync())
        {
            unique = first.Unique;
            await UploadAsync(first, "slow/a", "x");
            Assert.Equal("slow slow/a begins", await first.Probe.NextAsync());
            await first.StopAsync();
            Assert.False(first.Probe.TryNext(out _));
        }
        await using LocalTestHost second = new(azurite, typeof(BlobSamples)) { Unique = unique };
        second.Probe.Release();
        await second.StartAsync();

        Assert.Equal("slow slow/a begins", await second.Probe.NextAsync());
        Assert.Equal("slow slow/a ends", await second.Probe.NextAsync());
    }

    [Fact]
    public async Task Blobs_RunNoMoreAtOnceThanTheHostFileAllows()
    {
        await using LocalTestHost host = new(azurite, typeof(BlobSamples)) { Settings = { ["AzureFunctionsJobHost:extensions:blobs:maxDegreeOfParallelism"] = "1" } };
        await host.Container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await UploadAsync(host, "slow/a", "x");
        await UploadAsync(host, "slow/b", "x");
        await host.StartAsync();

        Assert.Equal("slow slow/a begins", await host.Probe.NextAsync());
        host.Probe.Release();

        Assert.Equal("slow slow/a ends", await host.Probe.NextAsync());
        Assert.Equal("slow slow/b begins", await host.Probe.NextAsync());
        Assert.Equal("slow slow/b ends", await host.Probe.NextAsync());
    }

    private async Task<LocalTestHost> StartAsync()
    {
        LocalTestHost host = await new LocalTestHost(azurite, typeof(BlobSamples)).StartAsync();
        await host.Container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        return host;
    }

    private static async Task UploadAsync(LocalTestHost host, string name, string content) =>
        await host.Container.GetBlobClient(name).UploadAsync(BinaryData.FromString(content), overwrite: true, TestContext.Current.CancellationToken);

    private static async Task<JsonElement> PoisonAsync(LocalTestHost host)
    {
        while (true)
        {
            QueueMessage? message = null;
            if (await host.QueueNamed("webjobs-blobtrigger-poison").ExistsAsync(TestContext.Current.CancellationToken))
                message = await host.QueueNamed("webjobs-blobtrigger-poison").ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken);
            if (message?.Body.ToObjectFromJson<JsonElement>() is { } body && body.GetProperty("ContainerName").GetString() == host.Unique)
                return body;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
