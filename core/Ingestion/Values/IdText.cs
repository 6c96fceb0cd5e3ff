namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>
/// Ids as they are meant: without blanks and tabs around them, and without the <c>="…"</c>, or the apostrophe, by which exports and people keep a
/// spreadsheet from taking digits for a number.
/// </summary>
internal static class IdText
{
    /// <summary>The id itself; a part of the text.</summary>
    public static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> text)
    {
        text = Blanks.Trim(text);
        if (text is [(byte)'=', (byte)'"', .., (byte)'"'])
            return Blanks.Trim(text[2..^1]);
        return text is [(byte)'\'', _, ..] && !text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9') ? text[1..] : text;
    }

    /// <summary>Whether an id is an e-mail address.</summary>
    public static bool IsEmail(ReadOnlySpan<byte> id) => id.IndexOf((byte)'@') is > 0 and int at && id[(at + 1)..].Contains((byte)'.') && !id.Contains((byte)' ');

    /// <summary>Whether an id was rounded by a spreadsheet: 8.80123E+11.</summary>
    public static bool IsRounded(ReadOnlySpan<byte> id)
    {
        int exponent = id.IndexOfAny((byte)'E', (byte)'e');
        if (exponent < 1 || exponent + 2 >= id.Length || id[exponent + 1] != (byte)'+' || id[(exponent + 2)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        ReadOnlySpan<byte> digits = id[..exponent];
        int point = digits.IndexOfAny((byte)'.', (byte)',');
        return !(point < 0 ? digits : digits[..point]).ContainsAnyExceptInRange((byte)'0', (byte)'9') && (point < 0 || !digits[(point + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));
    }

    /// <summary>Whether an id has something in front of it, or is none.</summary>
    public static bool IsUnusual(ReadOnlySpan<byte> id) => id[0] is (byte)'=' or (byte)' ' or (byte)'\t' or (byte)'\'' || MissingValue.Is(id);
}
