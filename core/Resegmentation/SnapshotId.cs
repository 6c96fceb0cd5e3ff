namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// Names one writing of a snapshot: its run, and the attempt that wrote it. Every execution of a run writes under an attempt of its own, so
/// that what readers hold is never written to again; one attempt becomes the run's. Written <c>2011-12-10/0123456789abcdef</c>.
/// </summary>
/// <param name="Run">The run.</param>
/// <param name="Attempt">Sixteen hexadecimal digits; empty for a snapshot of the time before there were attempts.</param>
public readonly record struct SnapshotId(RunId Run, string Attempt)
{
    /// <summary>Characters of an attempt's name.</summary>
    public const int AttemptLength = 16;

    private const char Separator = '/';

    /// <summary>A new attempt at a run, with a name that no other has.</summary>
    public static SnapshotId NewAttempt(RunId run) => new(run, Guid.NewGuid().ToString("N")[..AttemptLength]);

    /// <summary>Whether a text can be the name of an attempt: it then goes into names of tables and files.</summary>
    public static bool IsAttempt(ReadOnlySpan<char> text)
    {
        if (text.Length != AttemptLength)
            return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
                return false;
        }
        return true;
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out SnapshotId id)
    {
        id = default;
        if (text is null)
            return false;
        int separator = text.IndexOf(Separator, StringComparison.Ordinal);
        string attempt = separator < 0 ? "" : text[(separator + 1)..];
        if (!RunId.TryParse(separator < 0 ? text : text[..separator], out RunId run) || (separator >= 0 && !IsAttempt(attempt)))
            return false;
        id = new SnapshotId(run, attempt);
        return true;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">The text is not a snapshot id.</exception>
    public static SnapshotId Parse(string text) =>
        TryParse(text, out SnapshotId id) ? id : throw new FormatException($"'{text}' is not the id of a snapshot; one looks like 2011-12-10/0123456789abcdef.");

    /// <inheritdoc />
    public override string ToString() => Attempt.Length == 0 ? Run.ToString() : Run.ToString() + Separator + Attempt;
}
