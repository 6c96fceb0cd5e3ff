namespace ServerlessSeg.Core.Clv.Grouping;

/// <summary>Merges weighted histories of any resolution by sorting them.</summary>
internal static class HistoryGrouping
{
    public static GroupedRows Group((PurchaseHistory History, double Weight)[] rows)
    {
        for (int i = 0; i < rows.Length; i++)
            Check(rows[i].History, rows[i].Weight, i);
        var order = new int[rows.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;

        // Equal histories are ordered by weight, so that the sum of their weights does not depend on the input's order.
        Array.Sort(order, (left, right) =>
        {
            int byHistory = Compare(rows[left].History, rows[right].History);
            return byHistory != 0 ? byHistory : rows[left].Weight.CompareTo(rows[right].Weight);
        });
        var frequency = new List<int>();
        var recency = new List<double>();
        var age = new List<double>();
        var weight = new List<double>();
        var groupOfRow = new int[rows.Length];
        for (int i = 0; i < order.Length; i++)
        {
            PurchaseHistory history = rows[order[i]].History;
            if (i == 0 || Compare(history, rows[order[i - 1]].History) != 0)
            {
                frequency.Add(history.Frequency);
                recency.Add(history.Recency);
                age.Add(history.T);
                weight.Add(0);
            }
            weight[^1] += rows[order[i]].Weight;
            groupOfRow[order[i]] = weight.Count - 1;
        }
        return new GroupedRows([.. frequency], [.. recency], [.. age], [.. weight], groupOfRow);
    }

    private static int Compare(in PurchaseHistory left, in PurchaseHistory right)
    {
        int byFrequency = left.Frequency.CompareTo(right.Frequency);
        if (byFrequency != 0)
            return byFrequency;
        int byAge = left.T.CompareTo(right.T);
        return byAge != 0 ? byAge : left.Recency.CompareTo(right.Recency);
    }

    private static void Check(in PurchaseHistory history, double weight, int row)
    {
        bool legal = history.Frequency >= 0 && history.Recency >= 0 && history.Recency <= history.T && double.IsFinite(history.T)
            && (history.Frequency > 0 || history.Recency == 0) && double.IsFinite(weight) && weight >= 0;
        if (!legal)
            throw new ArgumentException($"Row {row} has no legal history: {history}, weight {weight}.", nameof(history));
    }
}
