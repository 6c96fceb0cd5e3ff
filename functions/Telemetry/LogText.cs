namespace ServerlessSeg.Functions;

/// <summary>Texts of others in messages of the app.</summary>
internal static class LogText
{
    private const int MaxLength = 500;

    /// <summary>A text without line ends and other control characters, which could pass for messages of their own, and not too long.</summary>
    public static string OneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string cut = text.Length > MaxLength ? text[..MaxLength] + "…" : text;
        return cut.AsSpan().ContainsAnyInRange('\0', '\u001f') || cut.AsSpan().ContainsAny("\u007f\u0085\u2028\u2029")
            ? string.Create(cut.Length, cut, static (line, from) =>
            {
                for (int i = 0; i < from.Length; i++)
                    line[i] = char.IsControl(from[i]) || from[i] is '\u2028' or '\u2029' ? '\uFFFD' : from[i];
            })
            : cut;
    }
}
