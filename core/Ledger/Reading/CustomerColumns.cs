using System.Buffers.Binary;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>Reads customer_key and customer_id of a row group: one dictionary entry a customer, and the same indices in both.</summary>
internal sealed class CustomerColumns : IDisposable
{
    private readonly ColumnChunkReader _keys = new();
    private readonly ColumnChunkReader _ids = new();
    private readonly RunLengthDecoder _indices = new();
    private (int Start, int Length)[] _places = [];

    /// <summary>Customers in the row group.</summary>
    public int Count => _keys.DictionaryCount;

    public void Load(LedgerFileFooter.Group group, ReadOnlySpan<byte> bytes, PageCompression compression)
    {
        LedgerFileFooter.Chunk key = group.Columns[LedgerLayout.KeyColumn], id = group.Columns[LedgerLayout.IdColumn];
        _keys.Load(bytes.Slice(key.Start, key.Length), key.Codec, group.Rows, compression);
        _ids.Load(bytes.Slice(id.Start, id.Length), id.Codec, group.Rows, compression);
        if (_keys.Encoding != PageEncoding.RunLengthDictionary || _keys.Data.IsEmpty || _ids.DictionaryCount != Count || _keys.Dictionary.Length != Count * 8L
            || Count > _ids.Dictionary.Length / 4)
        {
            throw new InvalidDataException("The customer columns of the ledger file are damaged.");
        }
        if (_places.Length < Count)
            _places = new (int, int)[Count];
        int at = 0;
        for (int i = 0; i < Count; i++)
            _places[i] = PlainTexts.Next(_ids.Dictionary.Span, ref at);
        _indices.Begin(_keys.Data[1..], _keys.Data.Span[0]);
    }

    /// <summary>The next rows' customers, as numbers below <see cref="Count"/>.</summary>
    public void Read(Span<int> target)
    {
        _indices.Read(target);
        foreach (int customer in target)
        {
            if ((uint)customer >= (uint)Count)
                throw new InvalidDataException("The customer columns of the ledger file are damaged.");
        }
    }

    public ulong Key(int customer) => BinaryPrimitives.ReadUInt64LittleEndian(_keys.Dictionary.Span[(customer * 8)..]);

    public ReadOnlySpan<byte> Id(int customer) => _ids.Dictionary.Span.Slice(_places[customer].Start, _places[customer].Length);

    public void Dispose()
    {
        _keys.Dispose();
        _ids.Dispose();
    }
}
