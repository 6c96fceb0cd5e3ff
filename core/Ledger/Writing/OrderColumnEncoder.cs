using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private ShortText _ends;

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

    /// <summary>Adds a row by its order's id, which may be empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref byte order, int length)
    {
        if (length == 0)
        {
            _places[_rows++] = None;
            return;
        }
        ShortText ends = ShortText.Of(ref order, length);
        if (ends != _ends || _distinct == 0 || !ends.IsWhole)
            AddOther(MemoryMarshal.CreateReadOnlySpan(ref order, length), ends);
        _places[_rows++] = _distinct - 1;
        _dense[_present++] = _distinct - 1;
    }

    /// <summary>Adds a row of the same order as the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Repeat()
    {
        int place = _places[_rows - 1];
        _places[_rows++] = place;
        if (place != None)
            _dense[_present++] = place;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddOther(ReadOnlySpan<byte> order, ShortText ends)
    {
        _ends = ends;
        if (_distinct > 0 && order.SequenceEqual(_orders.Written[(_starts[_distinct - 1] + sizeof(int))..]))
            return;
        _orders.WriteInt32(order.Length);
        _orders.Write(order);
        _starts[++_distinct] = _orders.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
