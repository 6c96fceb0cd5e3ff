using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ledger;

/// <summary>
/// Accepted rows by column on their way into the ledger, in memory that is filled again and again: what a <see cref="TransactionRow"/> says
/// of one, for some hundreds at a time, so that each step is a loop over one column. Only borrowed for the call that takes it.
/// </summary>
public sealed class TransactionBatch
{
    /// <summary>Most rows of a batch.</summary>
    public const int Capacity = 320;

    private const byte AttributeSeparator = 0x1F;
    private byte[] _joined = new byte[256];

    /// <param name="customers">Ids of customers.</param>
    /// <param name="orders">Ids of orders.</param>
    /// <param name="texts">Currency, channel, product, country, then the attributes.</param>
    internal TransactionBatch(TextColumn customers, TextColumn orders, TextColumn[] texts)
    {
        Customers = customers;
        Orders = orders;
        Texts = texts;
    }

    /// <summary>Rows in the batch.</summary>
    public int Count { get; internal set; }

    internal TextColumn Customers { get; }

    internal TextColumn Orders { get; }

    internal TextColumn[] Texts { get; }

    internal long[] Micros { get; } = new long[Capacity];

    internal long[] Amounts { get; } = new long[Capacity];

    /// <summary>The three letters of each row's currency, the first in the lowest byte; 0 for none.</summary>
    internal uint[] Currencies { get; } = new uint[Capacity];

    internal int[] Lines { get; } = new int[Capacity];

    internal TransactionKind[] Kinds { get; } = new TransactionKind[Capacity];

    /// <summary>One row, good until the next call.</summary>
    public TransactionRow Row(int index) => new()
    {
        CustomerId = Customers[index],
        OccurredAtMicros = Micros[index],
        Amount = Amounts[index],
        Kind = Kinds[index],
        OrderId = Orders[index],
        Line = Lines[index],
        Currency = Texts[0][index],
        Channel = Texts[1][index],
        Product = Texts[2][index],
        Country = Texts[3][index],
        Attributes = Attributes(index),
    };

    /// <summary>Puts a row in the place of another.</summary>
    internal void Move(int from, int to)
    {
        Customers.Move(from, to);
        Orders.Move(from, to);
        foreach (TextColumn column in Texts)
            column.Move(from, to);
        Micros[to] = Micros[from];
        Amounts[to] = Amounts[from];
        Currencies[to] = Currencies[from];
        Lines[to] = Lines[from];
        Kinds[to] = Kinds[from];
    }

    private ReadOnlySpan<byte> Attributes(int row)
    {
        int length = 0;
        for (int column = LedgerLayout.FixedTexts; column < Texts.Length; column++)
        {
            ReadOnlySpan<byte> text = Texts[column][row];
            if (_joined.Length < length + text.Length + 1)
                Array.Resize(ref _joined, (length + text.Length + 1) * 2);
            if (column > LedgerLayout.FixedTexts)
                _joined[length++] = AttributeSeparator;
            text.CopyTo(_joined.AsSpan(length));
            length += text.Length;
        }
        return _joined.AsSpan(0, length);
    }
}
