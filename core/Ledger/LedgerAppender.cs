using System.Runtime.CompilerServices;
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

    private const int Ahead = 8;

    private readonly LedgerWriter _writer;
    private readonly OpenChunk[] _open = new OpenChunk[LedgerWriter.Partitions];
    private readonly int[] _firsts = new int[TransactionBatch.Capacity + 1];
    private readonly ulong[] _keys = new ulong[TransactionBatch.Capacity];
    private readonly TextDictionaryCache[] _texts;
    private readonly RowItems _items;
    private readonly List<TotalsOfCurrency> _totals = [];

    internal LedgerAppender(LedgerWriter writer, IReadOnlyList<TextDictionary> dictionaries)
    {
        _writer = writer;
        _texts = [.. dictionaries.Select(dictionary => new TextDictionaryCache(dictionary))];
        _items = new RowItems(_texts.Length);
    }

    /// <summary>Rows appended by this appender.</summary>
    public long Rows { get; private set; }

    /// <summary>Copies the row. Nothing is allocated for a row whose texts were seen before.</summary>
    /// <exception cref="ArgumentException">The customer id is empty or longer than <see cref="CustomerKey.MaxIdBytes"/>, the order id is longer than 65,535 bytes, or the texts of the row together are longer than 268,435,455.</exception>
    public void Append(in TransactionRow row)
    {
        if (row.CustomerId.Length is 0 or > CustomerKey.MaxIdBytes)
            throw new ArgumentException($"A customer id has 1 to {CustomerKey.MaxIdBytes} bytes.", nameof(row));
        if (row.OrderId.Length > ushort.MaxValue)
            throw new ArgumentException("An order id has at most 65,535 bytes.", nameof(row));
        ulong key = CustomerKey.Of(row.CustomerId);
        ref OpenChunk chunk = ref RoomFor(key, MostBytes(row));
        Span<byte> record = chunk.Bytes.AsSpan(chunk.At);
        int line = OrderHead.Size + row.CustomerId.Length + row.OrderId.Length, length = line + LineHead.Size;
        row.CustomerId.CopyTo(record[OrderHead.Size..]);
        row.OrderId.CopyTo(record[(OrderHead.Size + row.CustomerId.Length)..]);
        int currency = WriteText(record, ref length, 0, row.Currency);
        WriteText(record, ref length, 1, row.Channel);
        WriteText(record, ref length, 2, row.Product);
        WriteText(record, ref length, 3, row.Country);
        WriteAttributes(record, ref length, row.Attributes);
        if (length - line - LineHead.Size > OrderRecord.MostTextsBytes)
            throw new ArgumentException($"The texts of a row have at most {OrderRecord.MostTextsBytes} bytes together.", nameof(row));
        ref byte start = ref MemoryMarshal.GetReference(record);
        OrderRecord.WriteHead(ref start, key, row.OccurredAtMicros, length, row.OrderId.Length, row.CustomerId.Length, lines: 1);
        OrderRecord.WriteLine(ref Unsafe.Add(ref start, line), row.Amount, row.Line, length - line - LineHead.Size, row.Kind, isPacked: false);
        chunk.Advance(length, rows: 1);
        Rows++;
        TotalsOf(currency).Add(row.Kind, row.Amount);
    }

    /// <summary>Copies all rows of a batch; the same as one row after another, and faster.</summary>
    /// <exception cref="ArgumentException">An id, or the texts of a row together, are longer than may be; part of the batch may have been taken.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(TransactionBatch rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _items.Begin(rows.Count);
        NumberCurrencies(rows, _items.NumbersOf(0));
        for (int column = 1; column < _texts.Length; column++)
            _texts[column].NumbersOf(rows.Texts[column], rows.Count, _items.NumbersOf(column));
        _items.Pack(rows.Texts);
        CountAll(rows);
        int orders = FindOrders(rows);
        for (int order = 0; order < orders; order++)
        {
            if (order + Ahead < orders)
                Prefetch(_open[PartitionOf(_keys[order + Ahead])]);
            Append(rows, _firsts[order], _firsts[order + 1], _keys[order]);
        }
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
            if (_open[partition].Close() is { } chunk)
                yield return (partition, chunk);
        }
    }

    /// <summary>Sums of the rows without a currency, and then of each currency by its number.</summary>
    internal IReadOnlyList<TotalsOfCurrency> Totals => _totals;

    // Mostly all rows of a file have one.
    private void NumberCurrencies(TransactionBatch rows, Span<int> numbers)
    {
        ReadOnlySpan<uint> codes = rows.Currencies.AsSpan(0, rows.Count);
        if (!codes.IsEmpty && codes[0] != 0 && !codes.ContainsAnyExcept(codes[0]))
            numbers.Fill(_texts[0].NumberOf(rows.Texts[0][0]));
        else
            _texts[0].NumbersOf(rows.Texts[0], rows.Count, numbers);
    }

    // Parts the batch where order, customer or instant change, and finds the keys of the parts.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindOrders(TransactionBatch rows)
    {
        int orders = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            if (row > 0 && rows.Micros[row] == rows.Micros[row - 1] && rows.Orders.Repeats(row) && rows.Customers.Repeats(row) && row - _firsts[orders - 1] < OrderRecord.MostLines)
                continue;
            if (rows.Customers.Lengths[row] is 0 or > CustomerKey.MaxIdBytes || rows.Orders.Lengths[row] > ushort.MaxValue)
                throw new ArgumentException($"A customer id has 1 to {CustomerKey.MaxIdBytes} bytes, an order id at most 65,535.", nameof(rows));
            _keys[orders] = CustomerKey.Of(rows.Customers.Written(row));
            _firsts[orders++] = row;
        }
        _firsts[orders] = rows.Count;
        return orders;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Append(TransactionBatch rows, int first, int end, ulong key)
    {
        int customerLength = rows.Customers.Lengths[first], orderLength = rows.Orders.Lengths[first];
        int most = OrderHead.Size + customerLength + orderLength + ((end - first) * LineHead.Size) + OrderRecord.Slack;
        for (int row = first; row < end; row++)
            most = checked(most + _items.LengthOf(row));
        int length = most - OrderRecord.Slack;
        ref OpenChunk chunk = ref RoomFor(key, most);
        ref byte target = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(chunk.Bytes), chunk.At);
        OrderRecord.WriteHead(ref target, key, rows.Micros[first], length, orderLength, customerLength, end - first);
        target = ref Unsafe.Add(ref target, OrderHead.Size);
        rows.Customers.CopyTo(first, ref target);
        target = ref Unsafe.Add(ref target, customerLength);
        rows.Orders.CopyTo(first, ref target);
        target = ref Unsafe.Add(ref target, orderLength);
        for (int row = first; row < end; row++)
        {
            int textsLength = _items.LengthOf(row);
            OrderRecord.WriteLine(ref target, rows.Amounts[row], rows.Lines[row], textsLength, rows.Kinds[row], _items.IsPacked(row));
            target = ref Unsafe.Add(ref target, LineHead.Size);
            _items.CopyTo(row, ref target);
            target = ref Unsafe.Add(ref target, textsLength);
        }
        chunk.Advance(length, end - first);
    }

    private static int PartitionOf(ulong key) => (int)(key >> (64 - LedgerWriter.PartitionBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref OpenChunk RoomFor(ulong key, int most)
    {
        int partition = PartitionOf(key);
        ref OpenChunk chunk = ref _open[partition];
        if (chunk.End - chunk.At < most)
            chunk.Open(_writer.Exchange(partition, chunk.Close(), most));
        return ref chunk;
    }

    // Records go to hundreds of places in turn.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(in OpenChunk chunk)
    {
        if (chunk.Bytes is { } bytes)
            RecordMemory.Prefetch(bytes, chunk.At);
    }

    private int MostBytes(in TransactionRow row) =>
        OrderHead.Size + LineHead.Size + row.CustomerId.Length + row.OrderId.Length + (_texts.Length * TextItems.MostItemBytes) + OrderRecord.Slack
        + row.Currency.Length + row.Channel.Length + row.Product.Length + row.Country.Length + row.Attributes.Length;

    private int WriteText(Span<byte> record, ref int length, int column, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            length += TextItems.WriteNoText(record[length..]);
            return TextItems.NoText;
        }
        int number = _texts[column].NumberOf(text);
        length += number >= 0 ? TextItems.WriteNumber(record[length..], number) : TextItems.WriteInline(record[length..], text);
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
        ReadOnlySpan<int> currencies = _items.NumbersOf(0);
        for (int start = 0; start < currencies.Length;)
        {
            int same = currencies[start..].IndexOfAnyExcept(currencies[start]);
            int end = same < 0 ? currencies.Length : start + same;
            TotalsOf(currencies[start]).Add(rows.Kinds.AsSpan(start..end), rows.Amounts.AsSpan(start..end));
            start = end;
        }
    }

    private TotalsOfCurrency TotalsOf(int currency)
    {
        int place = Math.Max(currency, -1) + 1;
        while (_totals.Count <= place)
            _totals.Add(new TotalsOfCurrency());
        return _totals[place];
    }
}
