using System.Runtime.InteropServices;
using ServerlessSeg.Core.Ledger.Writing;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ledger;

/// <summary>
/// Takes the rows of one thread into a <see cref="LedgerWriter"/>. Not thread-safe; each thread has its own. Rows are kept
/// in partitions of the key range, so that each partition can later be sorted while it fits the processor's cache.
/// </summary>
public sealed class LedgerAppender
{
    /// <summary>The separator between the attributes of a row.</summary>
    private const byte AttributeSeparator = 0x1F;

    private readonly LedgerWriter _writer;
    private readonly RowChunk?[] _open = new RowChunk?[LedgerWriter.Partitions];
    private readonly TextDictionaryCache[] _texts;
    private readonly int[] _numbers = new int[TransactionBatch.Capacity];
    private readonly RowItems _items = new();
    private readonly List<TotalsOfCurrency> _totals = [];
    private TotalsOfCurrency _withoutCurrency;

    internal LedgerAppender(LedgerWriter writer, IReadOnlyList<TextDictionary> dictionaries)
    {
        _writer = writer;
        _texts = [.. dictionaries.Select(dictionary => new TextDictionaryCache(dictionary))];
    }

    /// <summary>Rows appended by this appender.</summary>
    public long Rows { get; private set; }

    /// <summary>Copies the row. Nothing is allocated for a row whose texts were seen before.</summary>
    /// <exception cref="ArgumentException">The customer id is empty or longer than <see cref="CustomerKey.MaxIdBytes"/>, or the order id is longer than 65,535 bytes.</exception>
    public void Append(in TransactionRow row)
    {
        if (row.CustomerId.Length is 0 or > CustomerKey.MaxIdBytes)
            throw new ArgumentException($"A customer id has 1 to {CustomerKey.MaxIdBytes} bytes.", nameof(row));
        if (row.OrderId.Length > ushort.MaxValue)
            throw new ArgumentException("An order id has at most 65,535 bytes.", nameof(row));
        ulong key = CustomerKey.Of(row.CustomerId);
        RowChunk chunk = RoomFor(key, MostBytes(row));
        Span<byte> record = chunk.Bytes.AsSpan(chunk.Start + chunk.Used);
        var head = new RowHead(
            key, row.OccurredAtMicros, row.Amount, row.Line, (ushort)row.OrderId.Length, (byte)(row.CustomerId.Length - 1), (byte)row.Kind, Length: 0);
        int length = RowRecord.WriteFixed(record, head, row.CustomerId, row.OrderId);
        int currency = WriteText(record, ref length, 0, row.Currency);
        WriteText(record, ref length, 1, row.Channel);
        WriteText(record, ref length, 2, row.Product);
        WriteText(record, ref length, 3, row.Country);
        WriteAttributes(record, ref length, row.Attributes);
        RowRecord.WriteLength(record, length);
        chunk.Used += length;
        chunk.Rows++;
        Rows++;
        Count(currency, row.Kind, row.Amount);
    }

    /// <summary>Copies all rows of a batch; the same as one row after another, and faster.</summary>
    /// <exception cref="ArgumentException">An id is longer than one may be; part of the batch may have been taken.</exception>
    public void Append(TransactionBatch rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _items.Clear(rows.Count);
        for (int column = 0; column < _texts.Length; column++)
        {
            _texts[column].NumbersOf(rows.Texts[column], rows.Count, _numbers);
            _items.Add(rows.Texts[column], _numbers.AsSpan(0, rows.Count));
            if (column == 0)
                CountAll(rows);
        }
        for (int row = 0; row < rows.Count; row++)
            Append(rows, row);
        Rows += rows.Count;
    }

    /// <summary>
    /// Writes a sorted run where the writer's memory budget is used up. To be awaited between blocks of rows (each few
    /// thousand, such as one block of input): appending itself never waits.
    /// </summary>
    public ValueTask FlushIfNeededAsync(CancellationToken cancellationToken) => _writer.FlushIfNeededAsync(cancellationToken);

    internal IEnumerable<(int Partition, RowChunk Chunk)> TakeOpenChunks()
    {
        for (int partition = 0; partition < _open.Length; partition++)
        {
            if (_open[partition] is not { } chunk)
                continue;
            _open[partition] = null;
            yield return (partition, chunk);
        }
    }

    internal IEnumerable<(int Currency, TotalsOfCurrency Totals)> Totals() =>
        _totals.Select((totals, currency) => (currency, totals)).Prepend((-1, _withoutCurrency));

    private void Append(TransactionBatch rows, int row)
    {
        ReadOnlySpan<byte> customer = rows.Customers.Written(row), order = rows.Orders.Written(row);
        if (customer.Length is 0 or > CustomerKey.MaxIdBytes || order.Length > ushort.MaxValue)
            throw new ArgumentException($"A customer id has 1 to {CustomerKey.MaxIdBytes} bytes, an order id at most 65,535.", nameof(rows));
        ulong key = CustomerKey.Of(customer);
        int length = RowRecord.FixedSize + customer.Length + order.Length + _items.LengthOf(row);
        RowChunk chunk = RoomFor(key, length + RowItems.Slack);
        Span<byte> record = chunk.Bytes.AsSpan(chunk.Start + chunk.Used, length + RowItems.Slack);
        var head = new RowHead(
            key, rows.Micros[row], rows.Amounts[row], rows.Lines[row], (ushort)order.Length, (byte)(customer.Length - 1), (byte)rows.Kinds[row], RowRecord.LengthField(length));
        int at = RowRecord.WriteFixed(record, head, customer, order);
        _items.CopyTo(row, record[at..]);
        chunk.Used += length;
        chunk.Rows++;
    }

    private RowChunk RoomFor(ulong key, int most)
    {
        int partition = (int)(key >> (64 - LedgerWriter.PartitionBits));
        RowChunk? chunk = _open[partition];
        if (chunk is null || chunk.Size - chunk.Used < most)
            _open[partition] = chunk = _writer.Exchange(partition, chunk, most);
        return chunk;
    }

    private int MostBytes(in TransactionRow row) =>
        RowRecord.FixedSize + row.CustomerId.Length + row.OrderId.Length + (_texts.Length * 10)
        + row.Currency.Length + row.Channel.Length + row.Product.Length + row.Country.Length + row.Attributes.Length;

    private int WriteText(Span<byte> record, ref int length, int column, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            length += RowRecord.WriteNoText(record[length..]);
            return RowRecord.NoText;
        }
        int number = _texts[column].NumberOf(text);
        length += number >= 0 ? RowRecord.WriteNumber(record[length..], number) : RowRecord.WriteInline(record[length..], text);
        return number;
    }

    private void WriteAttributes(Span<byte> record, ref int length, ReadOnlySpan<byte> attributes)
    {
        for (int column = LedgerLayout.FixedTexts; column < _texts.Length; column++)
        {
            int end = attributes.IndexOf(AttributeSeparator);
            WriteText(record, ref length, column, end < 0 ? attributes : attributes[..end]);
            attributes = end < 0 ? default : attributes[(end + 1)..];
        }
    }

    private void CountAll(TransactionBatch rows)
    {
        for (int row = 0; row < rows.Count; row++)
            Count(_numbers[row], rows.Kinds[row], rows.Amounts[row]);
    }

    private void Count(int currency, TransactionKind kind, long amount)
    {
        if (currency < 0)
        {
            _withoutCurrency.Add(kind, amount);
            return;
        }
        while (_totals.Count <= currency)
            _totals.Add(default);
        CollectionsMarshal.AsSpan(_totals)[currency].Add(kind, amount);
    }
}
