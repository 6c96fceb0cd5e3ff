using System.Text;

namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>The words and prefixes that mark a row as a refund.</summary>
internal sealed class RefundMarkers
{
    private static readonly byte[][] UsualWords =
    [
        .. new[]
        {
            "refund", "refunded", "return", "returned", "returns", "cancel", "cancelled", "canceled", "cancellation", "credit", "credit note", "credit memo",
            "chargeback", "reversal", "void", "true", "yes", "y", "1", "r", "gutschrift", "retoure", "storno", "退款", "退货", "取消", "退单", "已退款", "已取消", "是",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private readonly byte[][] words;
    private readonly byte[] orderPrefix;
    private readonly bool constant;

    public RefundMarkers(MappingOverride? given, string? constantKind)
    {
        words = given?.RefundWords is { } own ? [.. own.Select(Encoding.UTF8.GetBytes)] : UsualWords;
        orderPrefix = Encoding.UTF8.GetBytes(given?.RefundOrderPrefix ?? "");
        constant = constantKind is not null && IsRefundWord(Encoding.UTF8.GetBytes(constantKind));
    }

    /// <summary>Whether more than the kind of a row may mark it.</summary>
    public bool LookAtOrders => constant || orderPrefix.Length > 0;

    /// <summary>Whether kind or order id mark a refund.</summary>
    public bool Mark(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> order)
    {
        if (constant || (orderPrefix.Length > 0 && order.StartsWith(orderPrefix)))
            return true;
        return !kind.IsEmpty && IsRefundWord(kind.Trim((byte)' '));
    }

    private bool IsRefundWord(ReadOnlySpan<byte> kind)
    {
        foreach (byte[] word in words)
        {
            if (kind.Length == word.Length && (kind.SequenceEqual(word) || Ascii.EqualsIgnoreCase(kind, word)))
                return true;
        }
        return false;
    }
}
