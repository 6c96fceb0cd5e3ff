namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>Compares strings as their UTF-8 bytes compare, which is how ledger files are sorted; null comes first.</summary>
internal static class CodePointOrder
{
    public static int Compare(string? a, string? b)
    {
        if (ReferenceEquals(a, b))
            return 0;
        if (a is null || b is null)
            return a is null ? -1 : 1;
        int common = a.AsSpan().CommonPrefixLength(b);
        if (common == a.Length || common == b.Length)
            return a.Length.CompareTo(b.Length);
        return Weight(a[common]).CompareTo(Weight(b[common]));
    }

    // Surrogates stand for code points above all others, but their own values lie below U+E000 to U+FFFF.
    private static int Weight(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
