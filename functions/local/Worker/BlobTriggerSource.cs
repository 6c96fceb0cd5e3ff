namespace Microsoft.Azure.Functions.Worker;

/// <summary>How a host learns of new blobs. The local host scans the container either way.</summary>
public enum BlobTriggerSource
{
    /// <summary>Storage logs and a scan of the container.</summary>
    LogsAndContainerScan = 0,

    /// <summary>Event Grid events.</summary>
    EventGrid = 1,
}
