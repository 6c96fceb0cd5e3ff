using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// Encodes customer_key and customer_id. Rows of one customer are neighbours, so both columns have one dictionary entry a
/// customer and the same indices, which are made once.
/// </summary>
internal sealed class CustomerColumnsEncoder
{
    private readonly ByteSink _keys = new();
    private readonly ByteSink _ids = new();
    private readonly ByteSink _page = new();
    private int[] _places = [];
    private int _rows, _idStart;
    private ulong _firstKey, _key;
    private ShortText _ends;

    /// <summary>Customers among the rows added.</summary>
    public int Customers { get; private set; }

    /// <summary>Whether two neighbouring customers share a key.</summary>
    public bool HasSharedKey { get; private set; }

    public void Begin(int rows)
    {
        if (_places.Length < rows)
            _places = new int[rows];
        _keys.Clear();
        _ids.Clear();
        _rows = 0;
        Customers = 0;
        HasSharedKey = false;
    }

    /// <summary>Adds a row by the key and id of its customer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong key, ref byte id, int length)
    {
        ShortText ends = ShortText.Of(ref id, length);
        if (key != _key || ends != _ends || _rows == 0 || !ends.IsWhole)
            AddOther(key, MemoryMarshal.CreateReadOnlySpan(ref id, length), ends);
        _places[_rows++] = Customers - 1;
    }

    /// <summary>Adds a row of the same customer as the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Repeat() => _places[_rows++] = Customers - 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddOther(ulong key, ReadOnlySpan<byte> id, ShortText ends)
    {
        if (_rows == 0 || key != _key || !id.SequenceEqual(_ids.Written[_idStart..]))
            Begin(key, id);
        _ends = ends;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Begin(ulong key, ReadOnlySpan<byte> id)
    {
        if (_rows == 0)
            _firstKey = key;
        else if (key == _key)
            HasSharedKey = true;
        _key = key;
        BinaryPrimitives.WriteUInt64LittleEndian(_keys.Reserve(8), key);
        _keys.Advance(8);
        _ids.WriteInt32(id.Length);
        _idStart = _ids.Length;
        _ids.Write(id);
        Customers++;
    }

    public void Write(ColumnChunkWriter writer)
    {
        int width = RunLengthEncoder.BitWidth(Customers);
        _page.Clear();
        _page.WriteByte((byte)width);
        RunLengthEncoder.Write(_page, _places.AsSpan(0, _rows), width);

        writer.BeginColumn(PageCodec.Uncompressed);
        writer.WriteDictionary(_keys.Written, Customers);
        writer.WriteData(_page.Written, _rows, PageEncoding.RunLengthDictionary);
        writer.EndColumn(range: (_firstKey, _key));

        writer.BeginColumn(PageCodec.Snappy);
        writer.WriteDictionary(_ids.Written, Customers);
        writer.WriteData(_page.Written, _rows, PageEncoding.RunLengthDictionary);
        writer.EndColumn();
    }
}
