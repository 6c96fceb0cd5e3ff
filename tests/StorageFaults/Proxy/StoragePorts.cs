namespace ServerlessSeg.StorageFaults.Proxy;

/// <summary>The three ports of a storage emulator, or of a proxy before it, on this machine.</summary>
/// <param name="Blob">The blob service's port.</param>
/// <param name="Queue">The queue service's port.</param>
/// <param name="Table">The table service's port.</param>
public sealed record StoragePorts(int Blob, int Queue, int Table)
{
    /// <summary>The connection string of an account behind the ports.</summary>
    public string ConnectionString(string account, string key) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};"
        + $"BlobEndpoint=http://127.0.0.1:{Blob}/{account};QueueEndpoint=http://127.0.0.1:{Queue}/{account};TableEndpoint=http://127.0.0.1:{Table}/{account};";
}
