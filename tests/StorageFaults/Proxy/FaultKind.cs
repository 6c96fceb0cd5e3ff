namespace ServerlessSeg.StorageFaults.Proxy;

/// <summary>What happens to a request on its way.</summary>
public enum FaultKind
{
    /// <summary>It is carried out; the connection breaks before the reply.</summary>
    LostReply,

    /// <summary>It is carried out twice; the second reply is given.</summary>
    Doubled,

    /// <summary>The connection breaks while it is sent; it is not carried out.</summary>
    Cut,

    /// <summary>It is carried out; the connection breaks in the middle of the reply's content, or before the reply where that has no content.</summary>
    CutReply,

    /// <summary>It is not carried out: 503 ServerBusy.</summary>
    Unavailable,

    /// <summary>It is not carried out: 412, as if its condition did not hold.</summary>
    ConditionNotMet,

    /// <summary>It is not carried out: 409, as if the thing were there.</summary>
    Conflict,

    /// <summary>It is carried out late.</summary>
    Slow,
}
