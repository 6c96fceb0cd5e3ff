namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>Parquet's encoding numbers. The ledger uses four of them; files of others may use all.</summary>
internal enum PageEncoding
{
    Plain = 0,
    PlainDictionary = 2,
    RunLength = 3,
    DeltaBinaryPacked = 5,
    DeltaLengthBytes = 6,
    DeltaBytes = 7,
    RunLengthDictionary = 8,
    ByteStreamSplit = 9,
}

/// <summary>What the footer says of one column in one row group; offsets count from the start of the row group.</summary>
internal record struct EncodedColumn
{
    public PageCodec Codec { get; set; }

    public PageEncoding Encoding { get; set; }

    public bool HasDictionary { get; set; }

    public int Start { get; set; }

    public int DataStart { get; set; }

    public int CompressedSize { get; set; }

    public int UncompressedSize { get; set; }

    public int Nulls { get; set; }

    /// <summary>Smallest and largest value as eight bytes in the column's own order, where the footer is to name them.</summary>
    public (ulong Least, ulong Most)? Range { get; set; }
}

/// <summary>A row group as it lies in the file.</summary>
internal sealed class EncodedRowGroup
{
    public ByteSink Bytes { get; } = new(1 << 16);

    public List<EncodedColumn> Columns { get; } = [];

    public int Rows { get; set; }

    public void Clear()
    {
        Bytes.Clear();
        Columns.Clear();
        Rows = 0;
    }
}
