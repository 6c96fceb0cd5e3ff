using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>Chooses the column of the amount by what the sample holds: money of the line goes before that of the whole order, which would count once a line.</summary>
internal sealed class AmountColumn(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, MappedColumn? order)
{
    private const int CertainOrders = 5, DoubtfulOrders = 2;
    private readonly List<string> notes = [];
    private int several, repeated, distinct;

    /// <summary>What was decided, one sentence each.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>The column, or −1 where the amount is better computed from the unit price.</summary>
    /// <param name="candidates">Columns named like an amount, the likeliest first; at least one.</param>
    /// <param name="hasPrice">Whether there is a unit price that can be read.</param>
    /// <param name="hasQuantity">Whether there is a quantity that can be read.</param>
    public int Choose(List<int> candidates, bool hasPrice, bool hasQuantity)
    {
        List<int> readable = candidates.FindAll(column => ColumnPlausibility.HoldsFitting(ColumnRole.Amount, rows, column));
        // The total of an order is its money as long as the order has one row.
        int ofLine = readable.FindIndex(column => !IsOfOrder(column));
        if (ofLine >= 0)
            return readable[ofLine];
        if (readable.Count > 0)
            return OfOrder(readable[0], hasPrice && hasQuantity);
        if (hasPrice)
        {
            notes.AddRange(candidates.Select(column => $"column '{header[column]}' is named like an amount but its values are none, so it is not read"));
            return -1;
        }
        return candidates[Math.Max(0, candidates.FindIndex(column => ColumnPlausibility.Fits(ColumnRole.Amount, rows, column)))];
    }

    /// <summary>How many orders say one amount in all of their rows, where all of several rows do and too few to be sure; 0 elsewhere.</summary>
    public int OrdersInDoubt(int column)
    {
        bool isNamedTotal = ColumnAliases.Normalise(header[column]).Contains("total", StringComparison.Ordinal);
        _ = IsRepeated(column, out bool isCertain);
        bool isDoubtful = !isCertain && repeated == several && repeated == distinct && repeated >= (isNamedTotal ? 1 : DoubtfulOrders);
        return isDoubtful ? repeated : 0;
    }

    /// <summary>Whether a column is of whole orders: named so and repeated in an order of several rows, or repeated in so many that it can be nothing else.</summary>
    public bool IsOfOrder(int column) => IsRepeated(column, out bool isCertain) && (isCertain || ColumnAliases.NamesOrderTotal(header[column]));

    private int OfOrder(int column, bool canBeComputed)
    {
        string name = header[column];
        if (canBeComputed)
        {
            notes.Add($"column '{name}' is of the whole order and would count once a line, so it is not read; say \"columns\": {{ \"amount\": \"{name}\" }} in mapping.json if every order has one row");
            return -1;
        }
        return column;
    }

    /// <summary>Whether the orders of several rows say the same in each of them; most of them, since some may have been refunded.</summary>
    private bool IsRepeated(int column, out bool isCertain)
    {
        isCertain = false;
        (several, repeated, distinct) = (0, 0, 0);
        if (order is null)
            return false;
        var totals = new HashSet<string>(StringComparer.Ordinal);
        foreach (IGrouping<string, IReadOnlyList<string>> lines in rows.Where(row => IsThere(row[order.Position - 1]) && IsThere(row[column])).GroupBy(row => row[order.Position - 1]))
        {
            bool isTotal = lines.Skip(1).Any() && lines.All(line => line[column] == lines.First()[column]);
            if (isTotal)
                totals.Add(lines.First()[column]);
            several += lines.Skip(1).Any() ? 1 : 0;
            repeated += isTotal ? 1 : 0;
        }
        distinct = totals.Count;
        isCertain = repeated == several && repeated >= CertainOrders && distinct * 2 > repeated;
        return repeated > 0 && repeated * 2 >= several;
    }

    private static bool IsThere(string value) => !MissingValue.Is(Encoding.UTF8.GetBytes(value));
}
