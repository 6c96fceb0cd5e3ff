namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>Appends the pages of one column after another to a row group. One instance serves one thread.</summary>
internal sealed class ColumnChunkWriter : IDisposable
{
    private readonly PageCompression _compression = new();
    private readonly ByteSink _header = new(64);
    private readonly ByteSink _compressed = new(1 << 16);
    private EncodedRowGroup _group = null!;
    private EncodedColumn _column;
    private int _headers, _expanded;

    public void BeginGroup(EncodedRowGroup group, int rows)
    {
        group.Clear();
        group.Rows = rows;
        _group = group;
    }

    public void BeginColumn(PageCodec codec)
    {
        _column = new EncodedColumn { Codec = codec, Start = _group.Bytes.Length };
        _headers = 0;
        _expanded = 0;
    }

    /// <summary>Appends the column's dictionary, values in plain encoding.</summary>
    public void WriteDictionary(ReadOnlySpan<byte> values, int count)
    {
        _column.HasDictionary = true;
        WritePage(values, thrift =>
        {
            thrift.BeginStruct(7);
            thrift.Int32(1, count);
            thrift.Int32(2, (int)PageEncoding.Plain);
            thrift.EndStruct();
        }, PageKind.Dictionary);
    }

    /// <summary>Appends the column's only data page: definition levels where it is nullable, then the values.</summary>
    public void WriteData(ReadOnlySpan<byte> page, int rows, PageEncoding encoding)
    {
        _column.DataStart = _group.Bytes.Length;
        _column.Encoding = encoding;
        WritePage(page, thrift =>
        {
            thrift.BeginStruct(5);
            thrift.Int32(1, rows);
            thrift.Int32(2, (int)encoding);
            thrift.Int32(3, (int)PageEncoding.RunLength);
            thrift.Int32(4, (int)PageEncoding.RunLength);
            thrift.EndStruct();
        }, PageKind.Data);
    }

    public void EndColumn(int nulls = 0, (ulong Least, ulong Most)? range = null)
    {
        _column.CompressedSize = _group.Bytes.Length - _column.Start;
        _column.UncompressedSize = _headers + _expanded;
        _column.Nulls = nulls;
        _column.Range = range;
        _group.Columns.Add(_column);
    }

    public void Dispose() => _compression.Dispose();

    private void WritePage(ReadOnlySpan<byte> page, Action<ThriftCompactWriter> writeKind, PageKind kind)
    {
        _compressed.Clear();
        int size = _compression.Compress(_column.Codec, page, _compressed);
        _header.Clear();
        var thrift = new ThriftCompactWriter(_header);
        thrift.BeginElement();
        thrift.Int32(1, (int)kind);
        thrift.Int32(2, page.Length);
        thrift.Int32(3, size);
        writeKind(thrift);
        thrift.EndStruct();
        _group.Bytes.Write(_header.Written);
        _group.Bytes.Write(_compressed.Written);
        _headers += _header.Length;
        _expanded += page.Length;
    }
}

/// <summary>Parquet's page kinds, as far as the ledger uses them.</summary>
internal enum PageKind
{
    Data = 0,
    Dictionary = 2,
}
