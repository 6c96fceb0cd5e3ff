using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>Reads one text column of a row group window by window, as shared strings.</summary>
internal sealed class TextColumn(bool isNullable) : IDisposable
{
    private readonly ColumnChunkReader _chunk = new();
    private readonly LevelReader _levels = new();
    private readonly RunLengthDecoder _indices = new();
    private readonly int[] _levelWindow = new int[LedgerWindow.Rows];
    private readonly int[] _indexWindow = new int[LedgerWindow.Rows];
    private string[] _texts = [];
    private int _textCount, _at;
    private ReadOnlyMemory<byte> _plain;

    public void Load(ReadOnlySpan<byte> chunk, PageCodec codec, int rows, PageCompression compression, TextInterner interner)
    {
        _chunk.Load(chunk, codec, rows, compression);
        ReadOnlyMemory<byte> values = isNullable ? _levels.Begin(_chunk.Data) : _chunk.Data;
        _at = 0;
        if (_chunk.Encoding == PageEncoding.Plain)
        {
            _plain = values;
            _textCount = -1;
            return;
        }
        if (_chunk.Encoding != PageEncoding.RunLengthDictionary || values.IsEmpty)
            throw new InvalidDataException("A text column of the ledger file is damaged.");
        ReadDictionary(interner);
        _indices.Begin(values[1..], values.Span[0]);
    }

    /// <summary>The next texts, null where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(Span<string?> target, TextInterner interner)
    {
        Span<int> levels = _levelWindow.AsSpan(0, target.Length);
        int present = ReadLevels(levels);
        if (present == 0)
        {
            target.Clear();
            return;
        }
        if (_textCount < 0)
        {
            for (int i = 0; i < target.Length; i++)
                target[i] = levels[i] == 0 ? null : NextPlain(interner);
            return;
        }
        Span<int> indices = _indexWindow.AsSpan(0, present);
        _indices.Read(indices);
        string[] texts = _texts;
        int next = 0;
        for (int i = 0; i < target.Length; i++)
        {
            if (levels[i] == 0)
            {
                target[i] = null;
                continue;
            }
            int index = indices[next++];
            target[i] = (uint)index < (uint)_textCount ? texts[index] : throw new InvalidDataException("A text column of the ledger file is damaged.");
        }
    }

    public void Dispose() => _chunk.Dispose();

    private int ReadLevels(Span<int> levels)
    {
        if (isNullable)
            return _levels.Read(levels);
        levels.Fill(1);
        return levels.Length;
    }

    private void ReadDictionary(TextInterner interner)
    {
        ReadOnlySpan<byte> bytes = _chunk.Dictionary.Span;
        _textCount = _chunk.DictionaryCount;
        if (_textCount > bytes.Length / 4)
            throw new InvalidDataException("A text column of the ledger file is damaged.");
        if (_texts.Length < _textCount)
            _texts = new string[_textCount];
        int at = 0;
        for (int i = 0; i < _textCount; i++)
        {
            (int start, int length) = PlainTexts.Next(bytes, ref at);
            _texts[i] = interner.Intern(bytes.Slice(start, length));
        }
    }

    private string NextPlain(TextInterner interner)
    {
        ReadOnlySpan<byte> bytes = _plain.Span;
        (int start, int length) = PlainTexts.Next(bytes, ref _at);
        return interner.Intern(bytes.Slice(start, length));
    }
}
