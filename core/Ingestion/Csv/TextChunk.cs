namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>A piece of text made of whole records, in a buffer that is used again.</summary>
internal sealed class TextChunk
{
    private byte[] buffer = [];

    /// <summary>Place of the chunk in the text, from 0.</summary>
    public long Index { get; set; }

    /// <summary>Number of the first line.</summary>
    public long FirstLine { get; set; }

    /// <summary>Bytes of text.</summary>
    public int Length { get; set; }

    /// <summary>The text.</summary>
    public Span<byte> Text => buffer.AsSpan(0, Length);

    /// <summary>All of the buffer.</summary>
    public byte[] Buffer => buffer;

    /// <summary>Makes the buffer at least that long; content stays.</summary>
    public void EnsureCapacity(int bytes)
    {
        if (buffer.Length < bytes)
            Array.Resize(ref buffer, bytes);
    }
}
