using System.Text;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>The words and prefixes that mark a row as a refund.</summary>
internal sealed class RefundMarkers
{
    private static readonly string[] UsualWords =
    [
        "refund", "refunds", "refunded", "refund item", "return", "returned", "returns", "return order", "cancel", "cancelled", "canceled", "cancellation", "credit", "credit note",
        "credit memo", "chargeback", "reversal", "void", "gutschrift", "retoure", "storno", "stornierung", "rückerstattung", "erstattung", "退款", "退货", "取消", "退单", "已退款", "已取消",
    ];

    // In a column of kinds they would be codes of anything.
    private static readonly string[] WordsOfFlags = ["1", "1.0", "true", "t", "yes", "y", "r", "x", "ja", "是"];

    private readonly byte[][][] wordsByLength;
    private readonly byte[] orderPrefix;
    private readonly bool constant;

    public RefundMarkers(SchemaMapping mapping)
        : this(mapping.Given, mapping.ColumnOf(ColumnRole.Kind) is >= 0 and int column ? mapping.Columns[column] : null, mapping.ConstantOf(ColumnRole.Kind))
    {
    }

    /// <param name="given">May have words and a prefix of its own.</param>
    /// <param name="kindColumn">Name of the column of kinds, if there is one.</param>
    /// <param name="constantKind">The kind of all rows, if they have one.</param>
    public RefundMarkers(MappingOverride? given, string? kindColumn, string? constantKind = null)
    {
        bool areFlags = constantKind is not null || (kindColumn is not null && ColumnAliases.NamesRefundFlag(kindColumn));
        // Tills write S and R for sales and returns; of an order, R could be retail or the like.
        bool areTransactions = kindColumn is not null && ColumnAliases.NamesTransactionType(kindColumn);
        wordsByLength = ByLength(given?.RefundWords ?? [.. UsualWords, .. areFlags ? WordsOfFlags : areTransactions ? ["r"] : Array.Empty<string>()]);
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
        return IsRefund(kind);
    }

    /// <summary>Whether a kind marks a refund.</summary>
    public bool IsRefund(ReadOnlySpan<byte> kind) => !kind.IsEmpty && IsRefundWord(WithoutBlanks(kind));

    // So that a kind is compared with few of the words.
    private static byte[][][] ByLength(IReadOnlyList<string> words)
    {
        byte[][] texts = [.. words.Select(Encoding.UTF8.GetBytes)];
        int lengths = 0;
        foreach (byte[] text in texts)
            lengths = Math.Max(lengths, text.Length + 1);
        var byLength = new byte[lengths][][];
        for (int i = 0; i < lengths; i++)
            byLength[i] = Array.FindAll(texts, text => text.Length == i);
        return byLength;
    }

    private static ReadOnlySpan<byte> WithoutBlanks(ReadOnlySpan<byte> kind)
    {
        ReadOnlySpan<byte> hardBlank = "\u00a0"u8;
        kind = Blanks.Trim(kind);
        while (kind.StartsWith(hardBlank))
            kind = kind[hardBlank.Length..].TrimStart((byte)' ');
        while (kind.EndsWith(hardBlank))
            kind = kind[..^hardBlank.Length].TrimEnd((byte)' ');
        return kind;
    }

    private bool IsRefundWord(ReadOnlySpan<byte> kind)
    {
        if (kind.Length >= wordsByLength.Length)
            return false;
        foreach (byte[] word in wordsByLength[kind.Length])
        {
            if (AreSame(kind, word))
                return true;
        }
        return false;
    }

    /// <summary>Whether two texts of one length differ in nothing but the case of Latin letters, umlauts among them, which is one bit of a byte.</summary>
    private static bool AreSame(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> word)
    {
        const byte CaseBit = 0x20, LeadOfUmlauts = 0xC3;
        for (int i = 0; i < word.Length; i++)
        {
            bool hasCase = (word[i] | CaseBit) is >= 'a' and <= 'z' || (i > 0 && word[i - 1] == LeadOfUmlauts);
            if (kind[i] != word[i] && !(hasCase && (kind[i] ^ word[i]) == CaseBit))
                return false;
        }
        return true;
    }
}
