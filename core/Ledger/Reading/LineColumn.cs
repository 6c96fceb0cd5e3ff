using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>Reads the line numbers of a row group window by window; -1 where there is none.</summary>
internal sealed class LineColumn : IDisposable
{
    private readonly ColumnChunkReader _chunk = new();
    private readonly LevelReader _levels = new();
    private readonly DeltaDecoder _deltas = new();
    private readonly long[] _values = new long[LedgerWindow.Rows];

    public void Load(ReadOnlySpan<byte> chunk, PageCodec codec, int rows, PageCompression compression)
    {
        _chunk.Load(chunk, codec, rows, compression);
        if (_chunk.Encoding != PageEncoding.DeltaBinaryPacked)
            throw new InvalidDataException("The line column of the ledger file is damaged.");
        _deltas.Begin(_levels.Begin(_chunk.Data));
    }

    public void Read(Span<int> target)
    {
        int present = _levels.Read(target);
        if (present == 0)
        {
            target.Fill(-1);
            return;
        }
        Span<long> values = _values.AsSpan(0, present);
        _deltas.Read(values);
        int next = 0;
        foreach (ref int line in target)
            line = line == 0 ? -1 : (int)values[next++];
    }

    public void Dispose() => _chunk.Dispose();
}
