using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Encodes the line numbers; a row without one has -1 in memory and null in the file.</summary>
internal sealed class LineColumnEncoder
{
    private const int None = -1;
    private readonly ByteSink _page = new();
    private long[] _dense = [];

    public void Write(ColumnChunkWriter writer, ReadOnlySpan<int> lines)
    {
        if (_dense.Length < lines.Length)
            _dense = new long[lines.Length];
        int present = 0;
        foreach (int line in lines)
        {
            if (line != None)
                _dense[present++] = line;
        }
        _page.Clear();
        DefinitionLevels.Write(_page, lines, None, present);
        DeltaEncoder.Write(_page, _dense.AsSpan(0, present));
        writer.BeginColumn(PageCodec.Snappy);
        writer.WriteData(_page.Written, lines.Length, PageEncoding.DeltaBinaryPacked);
        writer.EndColumn(lines.Length - present);
    }
}
