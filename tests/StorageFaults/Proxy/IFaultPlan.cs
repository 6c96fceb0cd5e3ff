namespace ServerlessSeg.StorageFaults.Proxy;

/// <summary>Says which requests of an account are disturbed. Asked for one request at a time, in their order.</summary>
public interface IFaultPlan
{
    /// <summary>The fault for a request; null lets it pass.</summary>
    FaultKind? Judge(StorageRequest request);
}
