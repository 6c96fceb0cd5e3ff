using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Functions.Tests.Azurite;
using ServerlessSeg.LocalRuntime.Blobs;
using ServerlessSeg.LocalRuntime.Invocation;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Blobs;

public sealed class BlobRunnerTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task IsWanted_IsFalseForTheListedVersionOnceItHasRun()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite).StartAsync();
        await host.Container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        BlobClient blob = host.Container.GetBlobClient("text/a");
        BlobRunner runner = host.Services.GetRequiredService<BlobRunnerFactory>().Create(
            FunctionDiscovery.Discover([typeof(BlobSamples)]).Single(function => function.Name == "Text"),
            BlobPathPattern.Parse($"{host.Unique}/text/{{name}}"),
            connection: null);

        await UploadAsync(blob, "one");
        Assert.True(runner.IsWanted(blob.Name, await ListedVersionAsync(host)));
        await runner.RunAsync(blob, TestContext.Current.CancellationToken);
        Assert.False(runner.IsWanted(blob.Name, await ListedVersionAsync(host)));
        await UploadAsync(blob, "two");
        Assert.True(runner.IsWanted(blob.Name, await ListedVersionAsync(host)));
    }

    private static async Task UploadAsync(BlobClient blob, string content) =>
        await blob.UploadAsync(BinaryData.FromString(content), overwrite: true, TestContext.Current.CancellationToken);

    private static async Task<ETag> ListedVersionAsync(LocalTestHost host)
    {
        var listed = new List<BlobItem>();
        await foreach (BlobItem item in host.Container.GetBlobsAsync(cancellationToken: TestContext.Current.CancellationToken))
            listed.Add(item);
        return Assert.Single(listed).Properties.ETag!.Value;
    }
}
