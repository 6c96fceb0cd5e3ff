namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>The ways in which databases and data frames write that there is no value.</summary>
internal static class MissingValue
{
    /// <summary>Whether a text is empty, blank, NULL, null, NaN, nan, None, \N, NA, N/A or n/a.</summary>
    public static bool Is(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return true;
        if (text.Length <= 4 && (text[0] | 0x20) is 'n' or '|')
            return IsName(text);
        return text[0] is (byte)' ' or (byte)'\t' && !text.ContainsAnyExcept((byte)' ', (byte)'\t');
    }

    private static bool IsName(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("NULL"u8) || text.SequenceEqual("null"u8) || text.SequenceEqual("NaN"u8) || text.SequenceEqual("nan"u8) || text.SequenceEqual("None"u8)
        || text.SequenceEqual("\\N"u8) || text.SequenceEqual("NA"u8) || text.SequenceEqual("N/A"u8) || text.SequenceEqual("n/a"u8);
}
