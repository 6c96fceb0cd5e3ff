using System.Runtime.CompilerServices;

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
        text = Blanks.Trim(text);
        return text is [(byte)'=', (byte)'"', .., (byte)'"'] ? Blanks.Trim(text[2..^1]) : text;
    }

    /// <summary>Whether an id of some length that begins with a byte may be <see cref="IsUnusual"/>; false for nearly every other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayBeUnusual(byte first, int length) => first == (byte)'=' || MissingValue.MayBe(first, length);

    /// <summary>Whether an id has something in front of it, or is none.</summary>
    public static bool IsUnusual(ReadOnlySpan<byte> id) => id[0] is (byte)'=' or (byte)' ' or (byte)'\t' || MissingValue.Is(id);
}
