namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>The blanks and tabs around a value, which belong to no value.</summary>
internal static class Blanks
{
    /// <summary>The text without them.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = 0, end = text.Length;
        while (start < end && text[start] is (byte)' ' or (byte)'\t')
            start++;
        while (end > start && text[end - 1] is (byte)' ' or (byte)'\t')
            end--;
        return text[start..end];
    }
}
