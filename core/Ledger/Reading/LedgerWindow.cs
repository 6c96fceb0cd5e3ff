using ServerlessSeg.Core.Ledger.Columns;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>
/// A row group in memory, its rows decoded a window at a time: what a file costs while it is merged is its expanded
/// pages and one window.
/// </summary>
internal sealed class LedgerWindow : IDisposable
{
    /// <summary>Rows decoded at once.</summary>
    public const int Rows = 512;

    private readonly PageCompression _compression;
    private readonly TextInterner _interner;
    private readonly int[] _textColumns;
    private readonly CustomerColumns _customers = new();
    private readonly OrderColumn _orders = new();
    private readonly LineColumn _lineColumn = new();
    private readonly NumberColumn _times = new();
    private readonly NumberColumn _amountColumn = new();
    private readonly TextColumn _kinds = new(isNullable: false);
    private readonly TextColumn[] _textReaders;
    private readonly string?[] _kindWindow = new string?[Rows];
    private string? _lastKindName;
    private TransactionKind _lastKind;
    private int _rowsLeft;

    /// <param name="textColumns">For each text asked for its column in the file, or -1 where the file has none.</param>
    /// <param name="interner">Shares texts between the files of a merge.</param>
    /// <param name="compression">Expands pages; shared between the files of a merge, which runs on one thread.</param>
    public LedgerWindow(int[] textColumns, TextInterner interner, PageCompression compression)
    {
        _textColumns = textColumns;
        _interner = interner;
        _compression = compression;
        _textReaders = [.. textColumns.Select(_ => new TextColumn(isNullable: true))];
        Texts = [.. textColumns.Select(_ => new string?[Rows])];
    }

    /// <summary>Rows in the window now.</summary>
    public int Count { get; private set; }

    public CustomerColumns Customers => _customers;

    public int[] Customer { get; } = new int[Rows];

    public long[] OccurredAtMicros { get; } = new long[Rows];

    public long[] Amount { get; } = new long[Rows];

    public int[] Line { get; } = new int[Rows];

    public TransactionKind[] Kind { get; } = new TransactionKind[Rows];

    public (int Start, int Length)[] Order { get; } = new (int, int)[Rows];

    /// <summary>The texts asked for, column by column.</summary>
    public string?[][] Texts { get; }

    public ReadOnlySpan<byte> OrderBytes => _orders.Bytes.Span;

    /// <summary>Takes a row group's bytes, which may be reused afterwards.</summary>
    public void Load(LedgerFileFooter.Group group, ReadOnlySpan<byte> bytes)
    {
        _customers.Load(group, bytes, _compression);
        _orders.Load(Slice(LedgerLayout.OrderColumn, bytes, out PageCodec codec), codec, group.Rows, _compression);
        _lineColumn.Load(Slice(LedgerLayout.LineColumn, bytes, out codec), codec, group.Rows, _compression);
        _times.Load(Slice(LedgerLayout.TimeColumn, bytes, out codec), codec, group.Rows, _compression);
        _amountColumn.Load(Slice(LedgerLayout.AmountColumn, bytes, out codec), codec, group.Rows, _compression);
        _kinds.Load(Slice(LedgerLayout.KindColumn, bytes, out codec), codec, group.Rows, _compression, _interner);
        for (int i = 0; i < _textColumns.Length; i++)
        {
            if (_textColumns[i] >= 0)
                _textReaders[i].Load(Slice(_textColumns[i], bytes, out codec), codec, group.Rows, _compression, _interner);
        }
        _rowsLeft = group.Rows;
        Count = 0;

        ReadOnlySpan<byte> Slice(int column, ReadOnlySpan<byte> all, out PageCodec columnCodec)
        {
            LedgerFileFooter.Chunk chunk = group.Columns[column];
            columnCodec = chunk.Codec;
            return all.Slice(chunk.Start, chunk.Length);
        }
    }

    /// <summary>Decodes the next rows; false at the end of the row group.</summary>
    public bool Next()
    {
        Count = Math.Min(Rows, _rowsLeft);
        if (Count == 0)
            return false;
        _rowsLeft -= Count;
        _customers.Read(Customer.AsSpan(0, Count));
        _orders.Read(Order.AsSpan(0, Count));
        _lineColumn.Read(Line.AsSpan(0, Count));
        _times.Read(OccurredAtMicros.AsSpan(0, Count));
        _amountColumn.Read(Amount.AsSpan(0, Count));
        _kinds.Read(_kindWindow.AsSpan(0, Count), _interner);
        for (int i = 0; i < Count; i++)
        {
            // The texts are shared, so a kind like the one before it is the same object.
            if (!ReferenceEquals(_kindWindow[i], _lastKindName))
                (_lastKindName, _lastKind) = (_kindWindow[i], KindOf(_kindWindow[i]));
            Kind[i] = _lastKind;
        }
        for (int i = 0; i < _textColumns.Length; i++)
        {
            if (_textColumns[i] >= 0)
                _textReaders[i].Read(Texts[i].AsSpan(0, Count), _interner);
        }
        return true;
    }

    public void Dispose()
    {
        _customers.Dispose();
        _orders.Dispose();
        _lineColumn.Dispose();
        _times.Dispose();
        _amountColumn.Dispose();
        _kinds.Dispose();
        foreach (TextColumn text in _textReaders)
            text.Dispose();
    }

    private static TransactionKind KindOf(string? name)
    {
        for (int kind = 0; kind < LedgerLayout.KindNames.Length; kind++)
        {
            if (name == LedgerLayout.KindNames[kind])
                return (TransactionKind)kind;
        }
        throw new InvalidDataException($"The ledger file has a transaction of unknown kind '{name}'.");
    }
}
