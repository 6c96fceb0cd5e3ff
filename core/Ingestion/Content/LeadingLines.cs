namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>The lines of a text above those that are read. Each of line feed, carriage return and both together ends a line.</summary>
internal static class LeadingLines
{
    /// <summary>Where the text goes on behind a number of lines; what is behind the last line end, where it has fewer.</summary>
    /// <param name="text">The text.</param>
    /// <param name="lines">How many lines.</param>
    /// <param name="feed">The line feed.</param>
    /// <param name="carriageReturn">The carriage return.</param>
    /// <param name="ended">How many of them end in the text.</param>
    public static int EndOf<T>(ReadOnlySpan<T> text, int lines, T feed, T carriageReturn, out int ended)
        where T : unmanaged, IEquatable<T>
    {
        int position = 0;
        for (ended = 0; ended < lines; ended++)
        {
            int length = text[position..].IndexOfAny(feed, carriageReturn);
            if (length < 0)
                return position;
            position += length + 1;
            if (text[position - 1].Equals(carriageReturn) && position < text.Length && text[position].Equals(feed))
                position++;
        }
        return position;
    }

    /// <summary>Drops lines of a text whose line ends are single bytes; all of it where it has no more.</summary>
    /// <param name="text">The text.</param>
    /// <param name="lines">How many lines.</param>
    /// <param name="bytes">How much of the text to look at in one go.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task DropAsync(ReplayStream text, int lines, int bytes, CancellationToken cancellationToken)
    {
        while (lines > 0 && await text.PeekAsync(bytes, cancellationToken).ConfigureAwait(false) is { IsEmpty: false } seen)
        {
            int end = EndOf(seen.Span, lines, (byte)'\n', (byte)'\r', out int ended);
            lines -= ended;
            int dropped = lines == 0 ? end : seen.Length;
            bool mayBeCut = dropped == seen.Length && seen.Span[^1] == (byte)'\r';
            text.Skip(dropped);
            if (mayBeCut && (await text.PeekAsync(1, cancellationToken).ConfigureAwait(false)).Span.StartsWith((byte)'\n'))
                text.Skip(1);
        }
    }
}
