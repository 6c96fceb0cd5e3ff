namespace ServerlessSeg.StorageFaults.Proxy;

/// <summary>A service of a storage account.</summary>
public enum StorageService
{
    /// <summary>Blobs.</summary>
    Blob,

    /// <summary>Queues.</summary>
    Queue,

    /// <summary>Tables.</summary>
    Table,
}
