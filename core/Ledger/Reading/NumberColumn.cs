using System.Buffers.Binary;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>Reads a column of 64-bit numbers of a row group window by window.</summary>
internal sealed class NumberColumn : IDisposable
{
    private readonly ColumnChunkReader _chunk = new();
    private readonly DeltaDecoder _deltas = new();
    private readonly RunLengthDecoder _indices = new();
    private readonly int[] _indexWindow = new int[LedgerWindow.Rows];

    public void Load(ReadOnlySpan<byte> chunk, PageCodec codec, int rows, PageCompression compression)
    {
        _chunk.Load(chunk, codec, rows, compression);
        if (_chunk.Encoding == PageEncoding.DeltaBinaryPacked)
            _deltas.Begin(_chunk.Data);
        else if (_chunk.Encoding == PageEncoding.RunLengthDictionary && _chunk.Data.Length > 0 && _chunk.Dictionary.Length == _chunk.DictionaryCount * 8L)
            _indices.Begin(_chunk.Data[1..], _chunk.Data.Span[0]);
        else
            throw new InvalidDataException("A number column of the ledger file is damaged.");
    }

    public void Read(Span<long> target)
    {
        if (_chunk.Encoding == PageEncoding.DeltaBinaryPacked)
        {
            _deltas.Read(target);
            return;
        }
        Span<int> indices = _indexWindow.AsSpan(0, target.Length);
        _indices.Read(indices);
        ReadOnlySpan<byte> dictionary = _chunk.Dictionary.Span;
        for (int i = 0; i < target.Length; i++)
        {
            if ((uint)indices[i] >= (uint)_chunk.DictionaryCount)
                throw new InvalidDataException("A number column of the ledger file is damaged.");
            target[i] = BinaryPrimitives.ReadInt64LittleEndian(dictionary[(indices[i] * 8)..]);
        }
    }

    public void Dispose() => _chunk.Dispose();
}
