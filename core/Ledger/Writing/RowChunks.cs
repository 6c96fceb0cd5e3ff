namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>A piece of memory filled with <see cref="OrderRecord"/>s of one partition.</summary>
internal sealed class RowChunk(byte[] bytes, int start, int size)
{
    public byte[] Bytes { get; } = bytes;

    public int Start { get; } = start;

    public int Size { get; } = size;

    /// <summary>Bytes used, from <see cref="Start"/>.</summary>
    public int Used { get; set; }

    /// <summary>Records in it.</summary>
    public int Orders { get; set; }

    /// <summary>Lines of these.</summary>
    public int Rows { get; set; }
}

/// <summary>Lends chunks out of large slabs, so that rows in memory cost the garbage collector nothing.</summary>
internal sealed class RowChunkPool(int chunkSize)
{
    private const int LargestSlab = 1 << 20;
    private readonly Lock _gate = new();
    private readonly Stack<RowChunk> _free = new();
    private int _chunksInSlab = 1;
    private long _lent;

    /// <summary>Bytes of a usual chunk.</summary>
    public int ChunkSize => chunkSize;

    /// <summary>Bytes now lent.</summary>
    public long LentBytes => Interlocked.Read(ref _lent);

    /// <summary>An empty chunk with room for <paramref name="least"/> bytes; only a row above the usual size gets memory of its own.</summary>
    public RowChunk Rent(int least)
    {
        int size = Math.Max(chunkSize, least);
        Interlocked.Add(ref _lent, size);
        if (size > chunkSize)
            return new RowChunk(new byte[size], 0, size);
        lock (_gate)
        {
            if (!_free.TryPop(out RowChunk? chunk))
            {
                int chunksInSlab = _chunksInSlab;
                _chunksInSlab = Math.Clamp(chunksInSlab * 2, 1, LargestSlab / chunkSize);
                byte[] slab = GC.AllocateUninitializedArray<byte>(chunksInSlab * chunkSize);
                for (int i = 1; i < chunksInSlab; i++)
                    _free.Push(new RowChunk(slab, i * chunkSize, chunkSize));
                chunk = new RowChunk(slab, 0, chunkSize);
            }
            return chunk;
        }
    }

    public void Return(IEnumerable<RowChunk> chunks)
    {
        lock (_gate)
        {
            foreach (RowChunk chunk in chunks)
            {
                Interlocked.Add(ref _lent, -chunk.Size);
                (chunk.Used, chunk.Orders, chunk.Rows) = (0, 0, 0);
                if (chunk.Size == chunkSize)
                    _free.Push(chunk);
            }
        }
    }
}
