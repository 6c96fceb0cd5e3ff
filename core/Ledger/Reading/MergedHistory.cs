using System.Runtime.CompilerServices;
using System.Text;

namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>The history under construction, used again for each customer of a merge.</summary>
internal sealed class MergedHistory(IReadOnlyList<MergeBatch> batches, int attributes) : CustomerHistory
{
    private readonly OrderLineDeduplication _deduplication = new();
    private readonly OrderNumbers _orderNumbers = new();
    private HistoryLine[] _lines = new HistoryLine[64];
    private HistoryLine[] _ordered = new HistoryLine[64];
    private LineOrigin[] _origins = new LineOrigin[64];
    private string?[] _attributes = [];
    private int[] _places = new int[64];
    private byte[] _orderBytes = new byte[1024];
    private readonly byte[] _id = new byte[256];
    private Comparison<int>? _byContent;
    private string? _idText;
    private int _idLength, _count, _kept, _orderUsed, _parts, _duplicates;
    private bool _severalBatches, _hasOrders, _inPlace;
    private ulong _key;

    /// <inheritdoc />
    public override ulong Key => _key;

    /// <inheritdoc />
    public override string Id => _idText ??= Encoding.UTF8.GetString(IdBytes);

    public ReadOnlySpan<byte> IdBytes => _id.AsSpan(0, _idLength);

    /// <inheritdoc />
    public override ReadOnlySpan<HistoryLine> Lines => _inPlace ? _lines.AsSpan(0, _count) : _ordered.AsSpan(0, _kept);

    /// <inheritdoc />
    public override int DuplicateLines => _duplicates;

    /// <summary>Rows added, before deduplication.</summary>
    public int Rows => _count;

    /// <inheritdoc />
    public override string Source(int line)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(line);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(line, Lines.Length);
        return batches[_origins[_inPlace ? line : _places[line]].Batch].Source;
    }

    /// <inheritdoc />
    public override string? Attribute(int line, int attribute)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(line);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(line, Lines.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(attribute);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(attribute, attributes);
        return _attributes[((_inPlace ? line : _places[line]) * attributes) + attribute];
    }

    public void Begin(ulong key, ReadOnlySpan<byte> id)
    {
        _key = key;
        id.CopyTo(_id);
        _idLength = id.Length;
        _idText = null;
        _count = _kept = _orderUsed = _parts = _duplicates = 0;
        _severalBatches = _hasOrders = false;
        _inPlace = true;
    }

    /// <summary>To be called before the rows of each further file.</summary>
    public void BeginPart() => _parts++;

    /// <summary>Adds neighbouring rows of one file.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(LedgerWindow window, int start, int end, int batch)
    {
        EnsureRoom(_count + end - start);
        for (int row = start; row < end; row++)
        {
            (int orderStart, int orderLength) = window.Order[row];
            if (orderLength > 0)
            {
                CopyOrder(window.OrderBytes.Slice(orderStart, orderLength));
                _hasOrders = true;
            }
            else
            {
                batches[batch].SeeWithoutOrder(window.OccurredAtMicros[row]);
            }
            _origins[_count] = new LineOrigin(batch, _orderUsed - orderLength, orderLength, window.Line[row]);
            _lines[_count] = new HistoryLine(
                window.OccurredAtMicros[row], window.Amount[row], window.Kind[row], -1,
                window.Texts[0][row], window.Texts[1][row], window.Texts[2][row], window.Texts[3][row]);
            for (int a = 0; a < attributes; a++)
                _attributes[(_count * attributes) + a] = window.Texts[LedgerLayout.FixedTexts + a][row];
            _severalBatches |= batch != _origins[0].Batch;
            _count++;
        }
    }

    /// <summary>Drops the lines that are there twice, puts the rest in order and numbers the orders.</summary>
    public void Finish()
    {
        if (_parts > 1 || _severalBatches)
            DropAndSort();
        if (_hasOrders)
            _orderNumbers.Assign(this, _inPlace ? _lines.AsSpan(0, _count) : _ordered.AsSpan(0, _kept));
    }

    public HistoryLine Line(int row) => _lines[row];

    public LineOrigin Origin(int row) => _origins[row];

    /// <summary>The row that is line <paramref name="line"/> of the finished history.</summary>
    public int RowOf(int line) => _inPlace ? line : _places[line];

    public ReadOnlySpan<byte> OrderId(int row) => _orderBytes.AsSpan(_origins[row].OrderStart, _origins[row].OrderLength);

    /// <summary>An attribute of a row, before deduplication.</summary>
    public string? AttributeOfRow(int row, int attribute) => _attributes[(row * attributes) + attribute];

    public MergeBatch Batch(int row) => batches[_origins[row].Batch];

    /// <summary>
    /// Orders two rows by time and content, as the files are. Equal rows may still be of different sources, orders or
    /// lines unless <paramref name="withOrder"/>.
    /// </summary>
    public int Compare(int x, int y, bool withOrder)
    {
        ref readonly HistoryLine a = ref _lines[x];
        ref readonly HistoryLine b = ref _lines[y];
        int order = a.OccurredAtMicros.CompareTo(b.OccurredAtMicros);
        if (order == 0)
            order = ((int)a.Kind).CompareTo((int)b.Kind);
        if (order == 0)
            order = a.Amount.CompareTo(b.Amount);
        if (order == 0)
            order = CodePointOrder.Compare(a.Currency, b.Currency);
        if (order == 0)
            order = CodePointOrder.Compare(a.Channel, b.Channel);
        if (order == 0)
            order = CodePointOrder.Compare(a.Product, b.Product);
        if (order == 0)
            order = CodePointOrder.Compare(a.Country, b.Country);
        if (order == 0 && withOrder)
        {
            order = OrderId(x).SequenceCompareTo(OrderId(y));
            if (order == 0)
                order = _origins[x].Line.CompareTo(_origins[y].Line);
        }
        for (int i = 0; order == 0 && i < attributes; i++)
            order = CodePointOrder.Compare(_attributes[(x * attributes) + i], _attributes[(y * attributes) + i]);
        if (order == 0 && withOrder)
            order = string.CompareOrdinal(Batch(x).Source, Batch(y).Source);
        return order;
    }

    private void DropAndSort()
    {
        Span<int> places = _places.AsSpan(0, _count);
        for (int i = 0; i < places.Length; i++)
            places[i] = i;
        _kept = _severalBatches && _hasOrders ? _deduplication.Keep(this, places) : _count;
        _duplicates = _count - _kept;
        places = places[.._kept];
        SortByContent(places);
        for (int i = 0; i < places.Length; i++)
            _ordered[i] = _lines[places[i]];
        _inPlace = false;
    }

    private void SortByContent(Span<int> places)
    {
        const int MostForInsertion = 48;
        if (places.Length > MostForInsertion)
        {
            places.Sort(_byContent ??= (x, y) => Compare(x, y, withOrder: true));
            return;
        }
        for (int i = 1; i < places.Length; i++)
        {
            int place = places[i], j = i - 1;
            long micros = _lines[place].OccurredAtMicros;
            while (j >= 0 && IsAfter(places[j], place, micros))
                places[j + 1] = places[j--];
            places[j + 1] = place;
        }
    }

    private bool IsAfter(int x, int y, long microsOfY)
    {
        long micros = _lines[x].OccurredAtMicros;
        return micros > microsOfY || (micros == microsOfY && Compare(x, y, withOrder: true) > 0);
    }

    private void CopyOrder(ReadOnlySpan<byte> order)
    {
        if (_orderBytes.Length - _orderUsed < order.Length)
            Array.Resize(ref _orderBytes, Math.Max(_orderBytes.Length * 2, _orderUsed + order.Length));
        order.CopyTo(_orderBytes.AsSpan(_orderUsed));
        _orderUsed += order.Length;
    }

    private void EnsureRoom(int rows)
    {
        if (_lines.Length < rows)
        {
            int size = Math.Max(rows, _lines.Length * 2);
            Array.Resize(ref _lines, size);
            Array.Resize(ref _origins, size);
            _ordered = new HistoryLine[size];
            _places = new int[size];
        }
        if (_attributes.Length < _lines.Length * attributes)
            Array.Resize(ref _attributes, _lines.Length * attributes);
    }
}

/// <summary>Where a line of a history comes from.</summary>
/// <param name="Batch">Number of its batch in the merge.</param>
/// <param name="OrderStart">Start of its order id among the history's order bytes.</param>
/// <param name="OrderLength">Length of the order id; 0 without one.</param>
/// <param name="Line">Line number; -1 without one.</param>
internal readonly record struct LineOrigin(int Batch, int OrderStart, int OrderLength, int Line);
