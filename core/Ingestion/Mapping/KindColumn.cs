using System.Text;
using ServerlessSeg.Core.Ingestion.Rows;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>Chooses the column that tells refunds from purchases by what the sample holds, and says which of its values do.</summary>
internal sealed class KindColumn(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, MappingOverride? given)
{
    private const int MostNamed = 10;
    private const int LongestNamed = 40;

    private static readonly HashSet<string> SaleWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "sale", "sales", "sold", "sell", "purchase", "purchased", "order", "invoice", "buy", "verkauf", "kauf", "bestellung", "rechnung", "销售", "购买", "消费", "下单",
    };

    // Of rows that repeat the money of others, or are no sale at all.
    private static readonly HashSet<string> OtherKinds = new(StringComparer.OrdinalIgnoreCase)
    {
        "payment", "payments", "tender", "sale line", "sales line", "line", "line item", "item", "total", "subtotal", "payout", "transfer", "withdrawal", "deposit", "fee", "fees", "service fee", "adjustment", "tax", "tip", "discount",
        "zahlung", "auszahlung", "gebühr", "überweisung", "pago", "paiement", "virement", "付款", "提现", "手续费", "转账",
    };

    private static readonly HashSet<string> WaysToPay = new(StringComparer.OrdinalIgnoreCase) { "credit" };

    private static readonly HashSet<string> NegatedFlags = new(StringComparer.OrdinalIgnoreCase) { "0", "0.0", "false", "f", "no", "n", "nein", "否" };

    /// <summary>The first of the columns in which the sample has a refund, or else a sale, or else the first.</summary>
    /// <param name="candidates">Columns named like a kind, the likeliest first; at least one.</param>
    public int Choose(List<int> candidates)
    {
        int chosen = candidates.FindIndex(column => Values(column).FindAll(RefundTest(column)).Exists(static value => !WaysToPay.Contains(value)));
        if (chosen < 0)
            chosen = candidates.FindIndex(column => Values(column).Exists(value => IsSale(value, header[column])));
        if (chosen < 0)
            chosen = candidates.FindIndex(column => Values(column).Exists(RefundTest(column)));
        return candidates[Math.Max(chosen, 0)];
    }

    /// <summary>The kinds of a column beside sales that are none or repeat their money, and those that are sales or refunds; null where there are not both.</summary>
    public (IReadOnlyList<string> Others, IReadOnlyList<string> Sales)? Mixed(int column)
    {
        List<string> values = Values(column), sales = values.FindAll(value => IsSale(value, header[column]) || (RefundTest(column)(value) && !WaysToPay.Contains(value)));
        List<string> others = values.FindAll(static value => OtherKinds.Contains(value));
        return sales.Exists(value => IsSale(value, header[column])) && others.Count > 0 ? (others, sales) : null;
    }

    /// <summary>One sentence on what the values of a column count as; null where the sample has none.</summary>
    public string? NoteOn(int column)
    {
        List<string> values = Values(column);
        if (values.Count == 0)
            return null;
        Predicate<string> isRefund = RefundTest(column);
        return $"of the values of column '{header[column]}', {Named(values.FindAll(isRefund))} as refunds and {Named(values.FindAll(value => !isRefund(value)))} as purchases; " +
            "where that is wrong, say \"refundWords\" in mapping.json";
    }

    private static bool IsSale(string value, string name) => SaleWords.Contains(value) || (ColumnAliases.NamesRefundFlag(name) && NegatedFlags.Contains(value));

    private static string Named(List<string> values)
    {
        string[] named = [.. values.Take(MostNamed).Select(static value => $"'{Shortened(value)}'")];
        if (named.Length < values.Count)
            named = [.. named, $"{values.Count - named.Length} more"];
        return values.Count == 0 ? "none count" : values.Count == 1 ? $"{named[0]} counts" : $"{string.Join(", ", named)} count";
    }

    private static string Shortened(string value) =>
        value.Length <= LongestNamed ? value : value[..(char.IsHighSurrogate(value[LongestNamed - 1]) ? LongestNamed - 1 : LongestNamed)] + "…";

    private Predicate<string> RefundTest(int column)
    {
        var markers = new RefundMarkers(given, header[column]);
        return value => markers.IsRefund(Encoding.UTF8.GetBytes(value));
    }

    private List<string> Values(int column) => [.. ColumnPlausibility.DistinctValues(rows, column).Order(StringComparer.Ordinal)];
}
