using System.Net;
using System.Net.Sockets;
using Azure.Storage.Blobs;
using ServerlessSeg.LocalHost.Azurite;

namespace ServerlessSeg.Functions.Tests.LocalHost.Azurite;

public sealed class AzuriteProcessTests
{
    [Fact]
    public async Task DisposeAsync_WhileAClientHoldsConnections_EndsInOrderAndKeepsTheData()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        string folder = Directory.CreateTempSubdirectory("serverlessseg-azurite-").FullName;
        await AzuriteInstall.Find().EnsureAsync(TextWriter.Null, stop);
        using var output = new StringWriter();
        using TcpClient unused = new(), unfinished = new();
        AzuriteProcess azurite = await StartAsync(folder, output);
        await using (azurite)
        {
            await ContainerOf(azurite).CreateAsync(cancellationToken: stop);
            // Clients open connections ahead, which nothing may be sent over before the end.
            await unused.ConnectAsync(IPAddress.Loopback, azurite.Ports.Queue, stop);
            await unfinished.ConnectAsync(IPAddress.Loopback, azurite.Ports.Blob, stop);
            await unfinished.GetStream().WriteAsync("PUT /devstoreaccount1/other?restype=container HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n"u8.ToArray(), stop);
        }
        Assert.Empty(output.ToString());

        await using (AzuriteProcess again = await StartAsync(folder, output))
            Assert.True(await ContainerOf(again).ExistsAsync(stop));
        Assert.Empty(output.ToString());
        Directory.Delete(folder, recursive: true);
    }

    private static Task<AzuriteProcess> StartAsync(string folder, TextWriter output) =>
        AzuriteProcess.StartAsync(AzuriteInstall.Find(), folder, AzuritePorts.Free(), stopsWithParent: true, output, TestContext.Current.CancellationToken);

    private static BlobContainerClient ContainerOf(AzuriteProcess azurite) => new BlobServiceClient(azurite.Ports.ConnectionString).GetBlobContainerClient("kept");
}
