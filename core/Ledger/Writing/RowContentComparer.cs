namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// Orders rows of one customer and instant by kind, amount, currency, channel, product, country, order, line and attributes,
/// texts by their bytes and absent ones first: the order in which <see cref="LedgerMerge"/> gives them too.
/// </summary>
internal sealed class RowContentComparer(RowChunk[] chunks, TextRanks[] texts)
{
    public bool SameCustomer(RowRef x, RowRef y) => Record(x).CustomerId.SequenceEqual(Record(y).CustomerId);

    public int CompareWithId(RowRef x, RowRef y)
    {
        int order = Record(x).CustomerId.SequenceCompareTo(Record(y).CustomerId);
        if (order == 0)
            order = x.OccurredAtMicros.CompareTo(y.OccurredAtMicros);
        return order != 0 ? order : Compare(x, y);
    }

    public int Compare(RowRef x, RowRef y)
    {
        RowRecord a = Record(x), b = Record(y);
        int order = ((int)a.Kind).CompareTo((int)b.Kind);
        if (order == 0)
            order = a.Amount.CompareTo(b.Amount);
        if (order != 0)
            return order;
        RowRecord.TextItems textsOfA = a.Texts, textsOfB = b.Texts;
        for (int column = 0; column < texts.Length; column++)
        {
            if (column == LedgerLayout.FixedTexts && (order = CompareOrders(a, b)) != 0)
                return order;
            order = CompareTexts(column, ref textsOfA, ref textsOfB);
            if (order != 0)
                return order;
        }
        return texts.Length == LedgerLayout.FixedTexts ? CompareOrders(a, b) : 0;
    }

    private static int CompareOrders(RowRecord a, RowRecord b)
    {
        int order = a.OrderId.SequenceCompareTo(b.OrderId);
        return order != 0 ? order : a.Line.CompareTo(b.Line);
    }

    private int CompareTexts(int column, ref RowRecord.TextItems a, ref RowRecord.TextItems b)
    {
        int numberOfA = a.Next(out ReadOnlySpan<byte> textOfA), numberOfB = b.Next(out ReadOnlySpan<byte> textOfB);
        if (numberOfA == numberOfB && numberOfA != RowRecord.Inline)
            return 0;
        TextRanks ranks = texts[column];
        if (numberOfA >= 0)
            textOfA = ranks.Sorted[ranks.RankOfNumber[numberOfA]];
        if (numberOfB >= 0)
            textOfB = ranks.Sorted[ranks.RankOfNumber[numberOfB]];
        return textOfA.SequenceCompareTo(textOfB);
    }

    private RowRecord Record(RowRef row) => new(chunks[row.Chunk].Bytes.AsSpan(row.Offset));
}
