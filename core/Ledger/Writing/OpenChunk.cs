namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Where the next row of a partition goes.</summary>
internal struct OpenChunk
{
    private RowChunk? _chunk;

    public byte[] Bytes { get; private set; }

    public int At { get; set; }

    public int End { get; private set; }

    public int Rows { get; set; }

    public void Open(RowChunk chunk) => (_chunk, Bytes, At, End, Rows) = (chunk, chunk.Bytes, chunk.Start, chunk.Start + chunk.Size, 0);

    /// <summary>The chunk with what it holds; null where there is none.</summary>
    public RowChunk? Close()
    {
        RowChunk? chunk = _chunk;
        if (chunk is not null)
            (chunk.Used, chunk.Rows) = (At - chunk.Start, Rows);
        this = default;
        return chunk;
    }
}
