namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>
/// Cuts a stream of UTF-8 text into chunks of whole records, in order. One caller at a time. Whatever the chunk size, the
/// records and line numbers are the same.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="dialect">Delimiter and line end.</param>
/// <param name="chunkBytes">Bytes of a chunk, about.</param>
/// <param name="maxRecordBytes">Longest record.</param>
/// <param name="firstLine">Number of the first line.</param>
internal sealed class ChunkSplitter(Stream text, CsvDialect dialect, int chunkBytes, int maxRecordBytes, long firstLine = 1)
{
    private readonly TextChunk carried = new();
    private long nextIndex;
    private long nextLine = firstLine;
    private bool ended;
    private bool droppingLongLine;

    /// <summary>Fills the chunk; false when the text has ended.</summary>
    public async ValueTask<bool> NextAsync(TextChunk chunk, CancellationToken cancellationToken)
    {
        int filled = carried.Length;
        chunk.EnsureCapacity(Math.Max(chunkBytes, filled));
        carried.Text.CopyTo(chunk.Buffer);
        carried.Length = 0;
        int wanted = chunkBytes;
        while (true)
        {
            filled = await FillAsync(chunk, filled, wanted, cancellationToken).ConfigureAwait(false);
            filled = DropRestOfLongLine(chunk, filled);
            int whole = RecordBoundaries.Find(chunk.Buffer.AsSpan(0, filled), ended, dialect, maxRecordBytes, out bool cutLongLine);
            if (whole > 0 && nextIndex == 0 && IsBlank(chunk.Buffer.AsSpan(0, whole)))
            {
                nextLine += chunk.Buffer.AsSpan(0, whole).Count(dialect.LineEnd);
                chunk.Buffer.AsSpan(whole, filled - whole).CopyTo(chunk.Buffer);
                filled -= whole;
                whole = 0;
            }
            if (whole > 0)
            {
                droppingLongLine = cutLongLine;
                Emit(chunk, whole, filled);
                return true;
            }
            if (ended)
                return false;
            wanted = Math.Max(chunkBytes, filled * 2);
        }
    }

    /// <summary>Whether there are empty lines only; the first chunk must hold the header.</summary>
    private bool IsBlank(Span<byte> lines)
    {
        var records = new CsvRecords(lines, 1, dialect, maxRecordBytes, [], []);
        return !records.MoveNext();
    }

    private void Emit(TextChunk chunk, int whole, int filled)
    {
        carried.EnsureCapacity(filled - whole);
        carried.Length = filled - whole;
        chunk.Buffer.AsSpan(whole, filled - whole).CopyTo(carried.Buffer);
        chunk.Length = whole;
        chunk.Index = nextIndex++;
        chunk.FirstLine = nextLine;
        nextLine += chunk.Text.Count(dialect.LineEnd);
    }

    private async ValueTask<int> FillAsync(TextChunk chunk, int filled, int wanted, CancellationToken cancellationToken)
    {
        chunk.EnsureCapacity(wanted);
        while (filled < wanted && !ended)
        {
            int read = await text.ReadAsync(chunk.Buffer.AsMemory(filled, wanted - filled), cancellationToken).ConfigureAwait(false);
            ended = read == 0;
            filled += read;
        }
        return filled;
    }

    private int DropRestOfLongLine(TextChunk chunk, int filled)
    {
        if (!droppingLongLine || filled == 0)
            return filled;
        Span<byte> text = chunk.Buffer.AsSpan(0, filled);
        int end = text.IndexOf(dialect.LineEnd);
        if (end < 0)
            return 0;
        droppingLongLine = false;
        nextLine++;
        text[(end + 1)..].CopyTo(text);
        return filled - end - 1;
    }
}
