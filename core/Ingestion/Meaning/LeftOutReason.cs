namespace ServerlessSeg.Core.Ingestion;

/// <summary>Why a row is neither business nor mistake.</summary>
public enum LeftOutReason : byte
{
    /// <summary>Cancelled or voided.</summary>
    Cancelled,

    /// <summary>The payment failed or was declined.</summary>
    Failed,

    /// <summary>Not paid yet.</summary>
    Pending,

    /// <summary>A draft, a quote or an estimate.</summary>
    Draft,

    /// <summary>Ran out of time, or was abandoned.</summary>
    Expired,

    /// <summary>A test.</summary>
    Test,

    /// <summary>Seen or put aside, and not bought.</summary>
    NoPurchase,

    /// <summary>Refunded in full, without an order id by which the refund could meet its purchase.</summary>
    Refunded,

    /// <summary>What the mapping says of its status.</summary>
    ByStatus,

    /// <summary>Not what the row filter of the mapping asks for.</summary>
    Filtered,

    /// <summary>The heading of a group of rows.</summary>
    Heading,

    /// <summary>A total of rows that are there themselves.</summary>
    Total,
}

/// <summary>The stable names of the reasons.</summary>
public static class LeftOutReasons
{
    /// <summary>How many reasons there are.</summary>
    public const int Count = (int)LeftOutReason.Total + 1;

    private static readonly string[] Names =
        ["cancelled", "failed", "pending", "draft", "expired", "test", "no_purchase", "refunded", "by_status", "filtered", "heading", "total"];

    /// <summary>The snake_case name used in files and reports.</summary>
    public static string NameOf(LeftOutReason reason) => Names[(int)reason];
}
