using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// Encodes order_id. The lines of an order are mostly neighbours: an id like the one before it shares its dictionary entry,
/// without a search; where most orders have one line the column is plain.
/// </summary>
internal sealed class OrderColumnEncoder
{
    private const int None = -1;
    private readonly ByteSink _orders = new();
    private readonly ByteSink _page = new();
    private int[] _places = [];
    private int[] _starts = [];
    private int[] _dense = [];
    private int _rows, _present, _distinct;

    public void Begin(int rows)
    {
        if (_places.Length < rows)
        {
            _places = new int[rows];
            _starts = new int[rows + 1];
            _dense = new int[rows];
        }
        _orders.Clear();
        _rows = _present = _distinct = 0;
        _starts[0] = 0;
    }

    public void Add(ReadOnlySpan<byte> order)
    {
        if (order.IsEmpty)
        {
            _places[_rows++] = None;
            return;
        }
        if (_distinct == 0 || !order.SequenceEqual(_orders.Written[(_starts[_distinct - 1] + 4)..]))
        {
            _orders.WriteInt32(order.Length);
            _orders.Write(order);
            _starts[++_distinct] = _orders.Length;
        }
        _places[_rows++] = _distinct - 1;
        _dense[_present++] = _distinct - 1;
    }

    public void Write(ColumnChunkWriter writer)
    {
        ReadOnlySpan<int> dense = _dense.AsSpan(0, _present);
        _page.Clear();
        DefinitionLevels.Write(_page, _places.AsSpan(0, _rows), None, _present);
        writer.BeginColumn(PageCodec.Snappy);
        if (_distinct > _present / 2)
        {
            foreach (int place in dense)
                _page.Write(_orders.Written[_starts[place].._starts[place + 1]]);
            writer.WriteData(_page.Written, _rows, PageEncoding.Plain);
        }
        else
        {
            writer.WriteDictionary(_orders.Written, _distinct);
            int width = RunLengthEncoder.BitWidth(_distinct);
            _page.WriteByte((byte)width);
            RunLengthEncoder.Write(_page, dense, width);
            writer.WriteData(_page.Written, _rows, PageEncoding.RunLengthDictionary);
        }
        writer.EndColumn(_rows - _present);
    }
}
