using System.Buffers;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>
/// One file of a merge, at a place. The file is opened for its footer and for each row group, and closed again at once, so that
/// thousands of files need no more than one handle.
/// </summary>
internal sealed class LedgerCursor : IDisposable
{
    private readonly ILedgerStore _store;
    private readonly string _name;
    private readonly CursorBatches _batches;
    private readonly IReadOnlyList<LedgerFileFooter.Group> _groups;
    private readonly KeyRange _range;
    private readonly LedgerWindow _window;
    private int _nextGroup;
    private int _row;

    private LedgerCursor(ILedgerStore store, string name, CursorBatches batches, IReadOnlyList<LedgerFileFooter.Group> groups, KeyRange range, LedgerWindow window)
    {
        _store = store;
        _name = name;
        _batches = batches;
        _groups = groups;
        _range = range;
        _window = window;
        Settle();
    }

    /// <summary>Whether the next row group has to be loaded before <see cref="CustomerId"/> and rows can be had.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Whether there are no more rows.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>The key of the current customer; while pending, a key that no row still to come is below.</summary>
    public ulong Key { get; private set; }

    /// <summary>The id of the current customer; empty while pending.</summary>
    public ReadOnlySpan<byte> CustomerId => IsPending ? default : _window.Customers.Id(_window.Customer[_row]);

    /// <summary>Opens a file for the batches it is named for; null where no row group overlaps the range.</summary>
    public static LedgerCursor? Open(
        ILedgerStore store,
        string name,
        LedgerFileFooter footer,
        CursorBatches batches,
        KeyRange range,
        IReadOnlyList<string> attributes,
        TextInterner interner,
        PageCompression compression)
    {
        LedgerFileFooter.Group[] groups = [.. footer.Groups.Where(group => group.Rows > 0 && group.Keys.Overlaps(range))];
        if (groups.Length == 0)
            return null;
        List<int> texts =
        [
            .. Enumerable.Range(LedgerLayout.FirstTextColumn, LedgerLayout.FixedTexts),
            .. attributes.Select(footer.AttributeColumn),
        ];
        if (batches.IsByColumn)
            texts.Add(footer.AttributeColumn(LedgerLayout.Batch));
        return new LedgerCursor(store, name, batches, groups, range, new LedgerWindow([.. texts], interner, compression));
    }

    /// <summary>Loads the pending row group and moves to its first row in the range.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        LedgerFileFooter.Group group = _groups[_nextGroup++];
        byte[] bytes = ArrayPool<byte>.Shared.Rent(group.Length);
        try
        {
            Stream stream = await _store.OpenReadAsync(_name, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                stream.Position = group.Offset;
                await stream.ReadExactlyAsync(bytes.AsMemory(0, group.Length), cancellationToken).ConfigureAwait(false);
            }
            _window.Load(group, bytes.AsSpan(0, group.Length));
        }
        catch (InvalidDataException e)
        {
            throw Broken(e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
        _row = -1;
        IsPending = false;
        do
        {
            Advance();
        }
        while (!IsPending && !IsAtEnd && Key < _range.First);
    }

    /// <summary>Adds the current customer's rows of batches that count to the history, as far as they lie in the loaded row group, and moves behind them.</summary>
    public void Drain(MergedHistory history)
    {
        int customer = _window.Customer[_row];
        do
        {
            int end = _row + 1;
            while (end < _window.Count && _window.Customer[end] == customer)
                end++;
            _batches.Add(history, _window, _row, end);
            _row = end - 1;
            Advance();
        }
        while (_row >= 0 && !IsPending && !IsAtEnd && _window.Customer[_row] == customer);
    }

    public void Dispose() => _window.Dispose();

    private void Advance()
    {
        if (++_row >= _window.Count)
        {
            if (!NextWindow())
            {
                Settle();
                return;
            }
            _row = 0;
        }
        Key = _window.Customers.Key(_window.Customer[_row]);
        if (Key > _range.Last)
            IsAtEnd = true;
    }

    private bool NextWindow()
    {
        try
        {
            return _window.Next();
        }
        catch (InvalidDataException e)
        {
            throw Broken(e);
        }
    }

    private InvalidDataException Broken(InvalidDataException e) => new($"'{_name}': {e.Message}", e);

    private void Settle()
    {
        _row = -1;
        IsPending = _nextGroup < _groups.Count;
        IsAtEnd = !IsPending;
        if (IsPending)
            Key = Math.Max(_groups[_nextGroup].Keys.First, _range.First);
    }
}
