namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>
/// Ids as they are meant: without blanks and tabs around them, and without the <c>="…"</c> by which exports keep a spreadsheet from taking digits for
/// a number.
/// </summary>
internal static class IdText
{
    /// <summary>The id itself; a part of the text.</summary>
    public static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t"u8);
        return text is [(byte)'=', (byte)'"', .., (byte)'"'] ? text[2..^1].Trim(" \t"u8) : text;
    }
}
