namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>
/// Finds the lines of a customer that several batches tell. Within one order of one source: a line number counts as its latest
/// batch has it; lines without numbers count as often as in the one batch that holds most of the identical ones; and
/// a batch whose orders replace leaves nothing of the order in earlier batches. Lines of one batch are never merged.
/// </summary>
internal sealed class OrderLineDeduplication
{
    private int[] _rows = [];

    /// <summary>Moves the rows to keep to the front of <paramref name="rows"/> and returns their number.</summary>
    public int Keep(MergedHistory history, Span<int> rows)
    {
        if (_rows.Length < rows.Length)
            _rows = new int[rows.Length * 2];
        int kept = 0, ordered = 0;
        foreach (int row in rows)
        {
            if (history.Origin(row).OrderLength == 0)
                rows[kept++] = row;
            else
                _rows[ordered++] = row;
        }
        Span<int> byOrder = _rows.AsSpan(0, ordered);
        byOrder.Sort((x, y) => CompareOrders(history, x, y));
        for (int start = 0; start < byOrder.Length;)
        {
            int end = start + 1;
            while (end < byOrder.Length && CompareOrders(history, byOrder[start], byOrder[end]) == 0)
                end++;
            KeepOfOrder(history, byOrder[start..end], rows, ref kept);
            start = end;
        }
        return kept;
    }

    private static int CompareOrders(MergedHistory history, int x, int y)
    {
        int order = history.OrderId(x).SequenceCompareTo(history.OrderId(y));
        return order != 0 ? order : string.CompareOrdinal(history.Batch(x).Source, history.Batch(y).Source);
    }

    private static void KeepOfOrder(MergedHistory history, Span<int> order, Span<int> target, ref int kept)
    {
        int earliestRank = EarliestRankThatCounts(history, order);
        order.Sort((x, y) => CompareLines(history, x, y));
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && IsSameLine(history, order[start], order[end]))
                end++;
            KeepOfLine(history, order[start..end], earliestRank, target, ref kept);
            start = end;
        }
    }

    // The latest batch whose orders replace wipes out what came before it.
    private static int EarliestRankThatCounts(MergedHistory history, ReadOnlySpan<int> order)
    {
        int earliest = -1;
        foreach (int row in order)
        {
            MergeBatch batch = history.Batch(row);
            if (batch.LaterOrderReplaces)
                earliest = Math.Max(earliest, batch.Rank);
        }
        return earliest;
    }

    // Numbered lines by number, then unnumbered ones by content; of equal ones the latest batch first.
    private static int CompareLines(MergedHistory history, int x, int y)
    {
        int line = history.Origin(x).Line;
        int order = line.CompareTo(history.Origin(y).Line);
        if (order == 0 && line < 0)
            order = history.Compare(x, y, withOrder: false);
        return order != 0 ? order : history.Batch(y).Rank.CompareTo(history.Batch(x).Rank);
    }

    private static bool IsSameLine(MergedHistory history, int x, int y)
    {
        int line = history.Origin(x).Line;
        return line == history.Origin(y).Line && (line >= 0 || history.Compare(x, y, withOrder: false) == 0);
    }

    private static void KeepOfLine(MergedHistory history, ReadOnlySpan<int> same, int earliestRank, Span<int> target, ref int kept)
    {
        bool isNumbered = history.Origin(same[0]).Line >= 0;
        int bestStart = 0, bestCount = 0;
        for (int start = 0; start < same.Length;)
        {
            int rank = history.Batch(same[start]).Rank;
            int end = start + 1;
            while (end < same.Length && history.Batch(same[end]).Rank == rank)
                end++;
            if (rank >= earliestRank && end - start > bestCount)
            {
                bestStart = start;
                bestCount = end - start;
            }
            if (isNumbered && bestCount > 0)
                break;
            start = end;
        }
        foreach (int row in same.Slice(bestStart, bestCount))
            target[kept++] = row;
    }
}
