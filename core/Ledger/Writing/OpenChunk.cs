namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Where the next record of a partition goes.</summary>
internal struct OpenChunk
{
    private RowChunk? _chunk;

    public byte[] Bytes { get; private set; }

    public int At { get; private set; }

    public int End { get; private set; }

    public int Orders { get; private set; }

    public int Rows { get; private set; }

    /// <summary>Counts a record just written.</summary>
    public void Advance(int length, int rows)
    {
        At += length;
        Orders++;
        Rows += rows;
    }

    public void Open(RowChunk chunk) => (_chunk, Bytes, At, End, Orders, Rows) = (chunk, chunk.Bytes, chunk.Start, chunk.Start + chunk.Size, 0, 0);

    /// <summary>The chunk with what it holds; null where there is none.</summary>
    public RowChunk? Close()
    {
        RowChunk? chunk = _chunk;
        if (chunk is not null)
            (chunk.Used, chunk.Orders, chunk.Rows) = (At - chunk.Start, Orders, Rows);
        this = default;
        return chunk;
    }
}
