using System.Runtime.InteropServices;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// Orders rows of one customer and instant by kind, amount, currency, channel, product, country, order, line and attributes,
/// texts by their bytes and absent ones first: the order in which <see cref="LedgerMerge"/> gives them too.
/// </summary>
internal sealed class RowContentComparer(RowChunk[] chunks, TextRanks[] texts)
{
    public bool SameKey(RowRef x, RowRef y) => KeyOf(x) == KeyOf(y);

    public bool SameCustomer(RowRef x, RowRef y) => CustomerOf(x.Chunk, x.Order).SequenceEqual(CustomerOf(y.Chunk, y.Order));

    public bool SameCustomer(OrderRef x, OrderRef y) => CustomerOf(x.Chunk, x.Offset).SequenceEqual(CustomerOf(y.Chunk, y.Offset));

    public int CompareWithId(OrderRef x, OrderRef y)
    {
        int order = CustomerOf(x.Chunk, x.Offset).SequenceCompareTo(CustomerOf(y.Chunk, y.Offset));
        return order != 0 ? order : x.CompareTo(y);
    }

    public int Compare(RowRef x, RowRef y)
    {
        LineHead a = LineOf(x), b = LineOf(y);
        int order = ((int)a.Kind).CompareTo((int)b.Kind);
        if (order == 0)
            order = a.Amount.CompareTo(b.Amount);
        if (order != 0)
            return order;
        TextItems textsOfA = TextsOf(x, a), textsOfB = TextsOf(y, b);
        for (int column = 0; column < texts.Length; column++)
        {
            if (column == LedgerLayout.FixedTexts && (order = CompareOrders(x, y, a, b)) != 0)
                return order;
            order = CompareTexts(column, ref textsOfA, ref textsOfB);
            if (order != 0)
                return order;
        }
        return texts.Length == LedgerLayout.FixedTexts ? CompareOrders(x, y, a, b) : 0;
    }

    private int CompareOrders(RowRef x, RowRef y, LineHead a, LineHead b)
    {
        int order = OrderRecord.OrderIdOf(Memory(x.Chunk, x.Order)).SequenceCompareTo(OrderRecord.OrderIdOf(Memory(y.Chunk, y.Order)));
        return order != 0 ? order : a.Line.CompareTo(b.Line);
    }

    private int CompareTexts(int column, ref TextItems a, ref TextItems b)
    {
        int numberOfA = a.Next(out ReadOnlySpan<byte> textOfA), numberOfB = b.Next(out ReadOnlySpan<byte> textOfB);
        if (numberOfA == numberOfB && numberOfA != TextItems.Inline)
            return 0;
        TextRanks ranks = texts[column];
        if (numberOfA >= 0)
            textOfA = ranks.Sorted[ranks.RankOfNumber[numberOfA]];
        if (numberOfB >= 0)
            textOfB = ranks.Sorted[ranks.RankOfNumber[numberOfB]];
        return textOfA.SequenceCompareTo(textOfB);
    }

    private ReadOnlySpan<byte> Memory(int chunk, int offset) => chunks[chunk].Bytes.AsSpan(offset);

    private ulong KeyOf(RowRef row) => MemoryMarshal.Read<ulong>(Memory(row.Chunk, row.Order));

    private ReadOnlySpan<byte> CustomerOf(int chunk, int order) => OrderRecord.CustomerIdOf(Memory(chunk, order));

    private LineHead LineOf(RowRef row) => OrderRecord.LineOf(ref MemoryMarshal.GetReference(Memory(row.Chunk, row.Line)));

    private TextItems TextsOf(RowRef row, LineHead line) => new(Memory(row.Chunk, row.Line + LineHead.Size)[..line.TextsLength], line.IsPacked);
}
