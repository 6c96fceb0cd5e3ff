namespace ServerlessSeg.Core.Ledger;

/// <summary>The columns of a ledger file.</summary>
internal static class LedgerLayout
{
    public const string CustomerKey = "customer_key";
    public const string CustomerId = "customer_id";
    public const string OrderId = "order_id";
    public const string Line = "line";
    public const string OccurredAt = "occurred_at";
    public const string Kind = "kind";
    public const string Amount = "amount";

    /// <summary>Places of the columns before the texts.</summary>
    public const int KeyColumn = 0, IdColumn = 1, OrderColumn = 2, LineColumn = 3, TimeColumn = 4, KindColumn = 5, AmountColumn = 6;

    /// <summary>The first of the text columns: currency, channel, product, country, then the attributes.</summary>
    public const int FirstTextColumn = 7;

    /// <summary>Text columns that every ledger file has.</summary>
    public const int FixedTexts = 4;

    /// <summary>A text column after the attributes, in compacted files only: the batch of each row.</summary>
    public const string Batch = "ledger_batch";

    /// <summary>The name of a kind in the file, by its number.</summary>
    public static readonly string[] KindNames = ["purchase", "refund", "free"];

    private static readonly string[] FixedColumns =
        [CustomerKey, CustomerId, OrderId, Line, OccurredAt, Kind, Amount, "currency", "channel", "product", "country"];

    /// <summary>All column names in file order.</summary>
    /// <exception cref="ArgumentException">An attribute has an empty name or one that is taken.</exception>
    public static string[] Columns(IReadOnlyList<string> attributes)
    {
        string[] columns = [.. FixedColumns, .. attributes];
        if (columns.Any(string.IsNullOrEmpty) || columns.Distinct(StringComparer.OrdinalIgnoreCase).Count() != columns.Length)
            throw new ArgumentException("Attribute columns need names of their own, unlike the ledger's columns.", nameof(attributes));
        return columns;
    }

    /// <summary>Column names for attributes: their own, with underscores after those that are taken.</summary>
    public static string[] AttributeColumns(IEnumerable<string> attributes)
    {
        var taken = new HashSet<string>(FixedColumns, StringComparer.OrdinalIgnoreCase) { Batch };
        var columns = new List<string>();
        foreach (string attribute in attributes)
        {
            string column = attribute.Length == 0 ? "_" : attribute;
            while (!taken.Add(column))
                column += "_";
            columns.Add(column);
        }
        return [.. columns];
    }
}
