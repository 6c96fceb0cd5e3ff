namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>Reads a short text from left to right.</summary>
internal ref struct TextCursor(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> text = text;
    private int position;

    public readonly bool AtEnd => position >= text.Length;

    public readonly byte Current => position < text.Length ? text[position] : (byte)0;

    public readonly bool AtDigit => (uint)(Current - '0') <= 9;

    public readonly bool AtLetter => (uint)((Current | 0x20) - 'a') <= 25;

    /// <summary>Whether a letter of any script follows.</summary>
    public readonly bool AtNameLetter => AtLetter || (Current > 0x7F && !text[position..].StartsWith("\u00A0"u8) && !text[position..].StartsWith("\u202F"u8));

    /// <summary>The letters of any script that follow.</summary>
    public ReadOnlySpan<byte> TakeName()
    {
        int start = position;
        while (AtNameLetter)
            position++;
        return text[start..position];
    }

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => text[Math.Min(position, text.Length)..];

    public void SkipBlanks()
    {
        while (position < text.Length && text[position] == (byte)' ')
            position++;
    }

    /// <summary>Passes over blanks, also those that do not break and the narrow ones.</summary>
    public void SkipSpaces()
    {
        do
            SkipBlanks();
        while (Current > 0x7F && (Take("\u00A0"u8) || Take("\u202F"u8)));
    }

    public bool Take(byte symbol)
    {
        if (Current != symbol || AtEnd)
            return false;
        position++;
        return true;
    }

    public bool Take(ReadOnlySpan<byte> word)
    {
        if (!text[position..].StartsWith(word))
            return false;
        position += word.Length;
        return true;
    }

    /// <summary>Digits up to <paramref name="most"/>; their number, and their value.</summary>
    public int TakeNumber(int most, out long value)
    {
        int start = position;
        value = 0;
        while (position < text.Length && position - start < most && AtDigit)
            value = value * 10 + (text[position++] - '0');
        return position - start;
    }

    /// <summary>The letters A to Z, of either case, that follow.</summary>
    public ReadOnlySpan<byte> TakeWord()
    {
        int start = position;
        while (AtLetter)
            position++;
        return text[start..position];
    }
}
