using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>Reads the order ids of a row group window by window, as places in <see cref="Bytes"/>.</summary>
internal sealed class OrderColumn : IDisposable
{
    private readonly ColumnChunkReader _chunk = new();
    private readonly LevelReader _levels = new();
    private readonly RunLengthDecoder _indices = new();
    private readonly int[] _levelWindow = new int[LedgerWindow.Rows];
    private readonly int[] _indexWindow = new int[LedgerWindow.Rows];
    private (int Start, int Length)[] _places = [];
    private int _at;
    private bool _isPlain;

    /// <summary>Holds the ids until the next row group is loaded.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    public void Load(ReadOnlySpan<byte> chunk, PageCodec codec, int rows, PageCompression compression)
    {
        _chunk.Load(chunk, codec, rows, compression);
        ReadOnlyMemory<byte> values = _levels.Begin(_chunk.Data);
        _isPlain = _chunk.Encoding == PageEncoding.Plain;
        _at = 0;
        Bytes = _isPlain ? values : _chunk.Dictionary;
        if (_isPlain)
            return;
        if (_chunk.Encoding != PageEncoding.RunLengthDictionary || values.IsEmpty || _chunk.DictionaryCount > Bytes.Length / 4)
            throw new InvalidDataException("The order column of the ledger file is damaged.");
        _indices.Begin(values[1..], values.Span[0]);
        if (_places.Length < _chunk.DictionaryCount)
            _places = new (int, int)[_chunk.DictionaryCount];
        for (int i = 0; i < _chunk.DictionaryCount; i++)
            _places[i] = PlainTexts.Next(Bytes.Span, ref _at);
    }

    /// <summary>The next ids; length 0 where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(Span<(int Start, int Length)> target)
    {
        Span<int> levels = _levelWindow.AsSpan(0, target.Length);
        int present = _levels.Read(levels);
        if (present == 0)
        {
            target.Clear();
            return;
        }
        Span<int> indices = _indexWindow.AsSpan(0, present);
        if (!_isPlain)
            _indices.Read(indices);
        ReadOnlySpan<byte> bytes = Bytes.Span;
        int next = 0;
        for (int i = 0; i < target.Length; i++)
        {
            if (levels[i] == 0)
                target[i] = default;
            else if (_isPlain)
                target[i] = PlainTexts.Next(bytes, ref _at);
            else if ((uint)indices[next] < (uint)_chunk.DictionaryCount)
                target[i] = _places[indices[next++]];
            else
                throw new InvalidDataException("The order column of the ledger file is damaged.");
        }
    }

    public void Dispose() => _chunk.Dispose();
}
