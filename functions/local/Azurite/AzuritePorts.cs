using System.Net;
using System.Net.Sockets;

namespace ServerlessSeg.LocalHost.Azurite;

/// <summary>The three ports of a storage emulator on this machine.</summary>
/// <param name="Blob">The blob service's port.</param>
/// <param name="Queue">The queue service's port.</param>
/// <param name="Table">The table service's port.</param>
internal sealed record AzuritePorts(int Blob, int Queue, int Table)
{
    // Public and the same in every emulator; it protects nothing.
    private const string AccountName = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The ports that <c>UseDevelopmentStorage=true</c> means.</summary>
    public static AzuritePorts Development { get; } = new(10000, 10001, 10002);

    /// <summary>The connection string of the emulator behind the ports.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};"
        + $"BlobEndpoint=http://127.0.0.1:{Blob}/{AccountName};QueueEndpoint=http://127.0.0.1:{Queue}/{AccountName};TableEndpoint=http://127.0.0.1:{Table}/{AccountName};";

    /// <summary>How many of the ports answer.</summary>
    public async Task<int> CountListeningAsync(CancellationToken cancellationToken)
    {
        bool[] listening = await Task.WhenAll(IsListeningAsync(Blob, cancellationToken), IsListeningAsync(Queue, cancellationToken), IsListeningAsync(Table, cancellationToken)).ConfigureAwait(false);
        return listening.Count(answers => answers);
    }

    /// <summary>Three ports that are free at this moment.</summary>
    public static AzuritePorts Free()
    {
        TcpListener[] listeners = [new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 0)];
        try
        {
            foreach (TcpListener listener in listeners)
                listener.Start();
            int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
            return new AzuritePorts(ports[0], ports[1], ports[2]);
        }
        finally
        {
            foreach (TcpListener listener in listeners)
                listener.Dispose();
        }
    }

    private static async Task<bool> IsListeningAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
