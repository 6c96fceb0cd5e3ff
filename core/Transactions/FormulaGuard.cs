namespace ServerlessSeg.Core.Transactions;

/// <summary>
/// Keeps texts of others from being formulas in a spreadsheet: one that could be taken for a formula gets an apostrophe before it wherever it leaves as CSV. A text that
/// begins with an apostrophe of its own and would look guarded gets one too, so that taking the guard off always gives the text back.
/// </summary>
public static class FormulaGuard
{
    /// <summary>What is put before such a text.</summary>
    public const char Mark = '\'';

    /// <summary>Whether a text has to be guarded.</summary>
    /// <param name="utf8">The text.</param>
    public static bool Guards(ReadOnlySpan<byte> utf8) => IsFormula(utf8[CountMarks(utf8)..]);

    /// <summary>The text without its guard; a text that has none stays as it is.</summary>
    /// <param name="utf8">The text as it was written.</param>
    public static ReadOnlySpan<byte> Without(ReadOnlySpan<byte> utf8) => CountMarks(utf8) > 0 && Guards(utf8) ? utf8[1..] : utf8;

    private static int CountMarks(ReadOnlySpan<byte> utf8)
    {
        int other = utf8.IndexOfAnyExcept((byte)Mark);
        return other < 0 ? utf8.Length : other;
    }

    // By the first character, also where that is of full width.
    private static bool IsFormula(ReadOnlySpan<byte> text) =>
        !text.IsEmpty
        && (text[0] is (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' or (byte)'\t' or (byte)'\r' or (byte)'\n'
            || text.StartsWith("＝"u8) || text.StartsWith("＋"u8) || text.StartsWith("－"u8) || text.StartsWith("＠"u8));
}
