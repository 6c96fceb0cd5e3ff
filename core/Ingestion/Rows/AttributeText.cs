namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>Joins the attributes of one row by the byte 0x1F, in memory that is used again.</summary>
internal sealed class AttributeText
{
    /// <summary>Between two attributes.</summary>
    public const byte Separator = 0x1F;
    private byte[] text = new byte[256];
    private int length;
    private bool any;

    /// <summary>The attributes added since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Joined => text.AsSpan(0, length);

    /// <summary>Begins a row.</summary>
    public void Clear() => (length, any) = (0, false);

    /// <summary>Adds a value; the separator within it becomes a blank.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        if (text.Length < length + value.Length + 1)
            Array.Resize(ref text, (length + value.Length + 1) * 2);
        if (any)
            text[length++] = Separator;
        any = true;
        Span<byte> target = text.AsSpan(length, value.Length);
        value.CopyTo(target);
        target.Replace(Separator, (byte)' ');
        length += value.Length;
    }
}
